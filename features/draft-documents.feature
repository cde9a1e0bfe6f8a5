Feature: Draft documents
  A draft climbs from the working group to the body that decides its kind, and the climb ends there.

  Background:
    Given the date is 23 June 2021

  Rule: The kind of the document says which body adopts it

    Scenario Outline: The deciding body adopts
      Given the <body> meets
      And the draft "A text" of the kind "<kind>" is before the <body>
      When the Chair puts the draft to the <body>
      Then it is adopted
      And it stands at "adopted"

      Examples:
        | body   | kind                      |
        | SOC    | concept-paper             |
        | SOC    | action-plan               |
        | SOC    | annual-plan               |
        | SOC    | guidelines                |
        | SOC    | forum-regulations         |
        | MC     | advisory-body-regulations |
        | MC     | catalogue                 |
        | MC     | rules-of-procedure        |
        | SUMMIT | fund-regulations          |
        | SUMMIT | leaders-statement         |

    Scenario Outline: The committee approves and recommends what a higher body decides
      Given the SOC meets
      And the draft "A text" of the kind "<kind>" is before the SOC
      When the Chair puts the draft to the SOC
      Then it is approved and recommended
      And it stands at "<stage>"

      Examples:
        | kind                      | stage                 |
        | advisory-body-regulations | recommended-to-mc     |
        | catalogue                 | recommended-to-mc     |
        | fund-regulations          | recommended-to-summit |

    Scenario: The committee cannot adopt what the ministers decide
      Given the SOC meets
      And the draft "Regulations of the Council of Eminent Persons" of the kind "advisory-body-regulations" is before the SOC
      When the Chair asks to adopt the draft
      Then what is missing is decided-by
      And the way out is that put it to the MC

    Scenario: Nothing is recommended upwards that the committee decides itself
      Given the SOC meets
      And the draft "A concept paper" of the kind "concept-paper" is before the SOC
      When the Chair asks to recommend the draft
      Then what is missing is decided-by
      And the way out is that put it to the SOC

  Rule: The working group agrees, supports in principle, or sends up without agreement

    Scenario: Agreed at working level
      Given the SWG meets
      And the draft "A text" of the kind "guidelines" is before the SWG
      When the Chair asks to agree the draft
      Then it is agreed at working level
      And it stands at "agreed"

    Scenario: Supported in principle, and still before the group
      Given the SWG meets
      And the draft "Road Map" of the kind "ministerial-statement" is before the SWG
      When the Chair asks to support-in-principle the draft
      Then it is supported in principle
      And it stands at "before-swg"

    Scenario: The committee decides what the group did not agree
      Given the SWG meets
      And the draft "Plan for 2023" of the kind "annual-plan" is before the SWG
      When Pakistan objects because "two events are not agreed"
      And the Chair asks to agree the draft
      Then it is not agreed at working level
      When the Chair asks to send-up the draft
      And the SOC meets
      And the Chair asks to take-up the draft
      And the Chair puts the draft to the SOC
      Then it is adopted

  Rule: A body that does not decide leaves the matter open

    Scenario: The committee tasks the working group
      Given the SOC meets
      And the draft "Updated Catalogue" of the kind "catalogue" is before the SOC
      When the Chair tasks the SWG with "finalise the draft", due at "next meeting of the SOC"
      Then it is tasked
      And it stands at "tasked"
      And the Chair may now take-up, amend, retitle, withdraw or correct

    Scenario: Deferred, in spite of an objection
      Given the SOC meets
      And the draft "Forum regulations" of the kind "forum-regulations" is before the SOC
      When Uzbekistan objects because "not yet translated"
      And the Chair asks to defer the draft
      Then it stands at "deferred"

    Scenario: Back to working level
      Given the SOC meets
      And the draft "Forum regulations" of the kind "forum-regulations" is before the SOC
      When Uzbekistan objects because "not yet translated"
      And the Chair returns the draft because "consultations will continue"
      Then it stands at "tabled"

    Scenario: The ministers are not bound by a recommendation
      Given the MC meets
      And the draft "Draft Declaration" of the kind "ministerial-statement" is before the MC
      When the Chair asks to defer the draft
      Then it stands at "recommended-to-mc"

  Rule: Whoever tables a draft may withdraw it, and nobody else

    Scenario: The proposer withdraws
      Given the draft "A concept paper" of the kind "concept-paper" is tabled by India
      When India asks to withdraw the draft
      Then it stands at "withdrawn"

    Scenario: Another delegation wants it gone
      Given the draft "A concept paper" of the kind "concept-paper" is tabled by India
      When Pakistan tries to withdraw the draft
      Then what is missing is actor
      And it is said that withdraw is for India, not for Pakistan

    Scenario: A closed case stays closed
      Given the SOC meets
      And the draft "A concept paper" of the kind "concept-paper" is before the SOC
      When the Chair puts the draft to the SOC
      And the Chair tables a new revision
      Then what is missing is stage
      And the way out is that the case has come to its end; open a new one
