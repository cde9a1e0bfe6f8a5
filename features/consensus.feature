Feature: Consensus
  Decisions and recommendations at every level are taken by consensus,
  which exists when no Member State objects at the moment of adoption (Rules of Procedure, article 1).

  Background:
    Given the record begins on 1 June 2021
    And the date is 23 June 2021

  Rule: One objection stops a decision

    Scenario: A delegation objects at the table
      Given the SOC meets with all members present
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When India objects because "the mandate is not agreed"
      And the Chair puts the draft to the SOC
      Then it is not adopted
      And what is missing is consensus
      And it is said that India objects to revision 1 (the mandate is not agreed)
      And the way out is that India withdraws it, or a new revision is tabled
      And the rule cited is "RoP 1"

    Scenario Outline: One objection is enough in every body and for every kind of matter
      Given the <body> meets
      And the draft "A text" of the kind "<kind>" is before the <body>
      When Mongolia objects because "it is too early"
      And the Chair asks to <act> the draft
      Then what is missing is consensus

      Examples:
        | body   | kind                       | act                  |
        | SWG    | guidelines                 | agree                |
        | SWG    | catalogue                  | support-in-principle |
        | SOC    | concept-paper              | adopt                |
        | SOC    | rules-of-procedure         | recommend            |
        | SOC    | fund-regulations           | recommend            |
        | MC     | advisory-body-regulations  | adopt                |
        | SUMMIT | leaders-statement          | adopt                |

    Scenario: One objection stops the grant of observer status
      Given the SOC meets
      And the application of Turkmenistan is before the SOC
      When Iran objects because "consultations continue"
      And the Chair puts the application to the SOC
      Then it is not granted
      And Turkmenistan is not an observer

    Scenario: Every objection is named
      Given the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When India objects because "paragraph 2"
      And Pakistan objects because "paragraph 3"
      And the Chair puts the draft to the SOC
      Then it is not adopted
      And it is said that India objects to revision 1 (paragraph 2) and Pakistan objects to revision 1 (paragraph 3)
      And the way out is that India and Pakistan withdraw it, or a new revision is tabled

    Scenario: An objection that is withdrawn no longer stops anything
      Given the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When India objects because "the mandate is not agreed"
      And India withdraws its objection
      And the Chair puts the draft to the SOC
      Then it is adopted
      And on the roll India is "no objection"

  Rule: Silence does not block, and neither does absence or a reservation

    Scenario: Nobody says anything
      Given the SOC meets without Egypt and Iraq
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When the Chair puts the draft to the SOC
      Then it is adopted
      And the roll names 27 members
      And the roll has 25 as "silent"
      And the roll has 2 as "absent"

    Scenario: A reservation goes on the roll
      Given the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When Türkiye states a reservation because "the capital is still reading"
      And the Chair puts the draft to the SOC
      Then it is adopted
      And on the roll Türkiye is "reservation"

  Rule: An objection says why

    Scenario: An objection without a reason
      Given the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When Iran objects without a reason
      Then what is missing is reasoned-objection
      And the way out is that Iran says why
      And no position stands on it

  Rule: A body hears its own members

    Scenario: An objection in the working group does not bind the committee above it
      Given the SWG meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SWG
      When India objects because "the mandate is not agreed"
      And the Chair asks to send-up the draft
      And the SOC meets
      And the Chair asks to take-up the draft
      And the Chair puts the draft to the SOC
      Then it is adopted
