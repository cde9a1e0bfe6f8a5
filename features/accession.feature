Feature: Accession of a member
  A state accedes with part of its territory in Asia, the signature of two founding texts, and a decision nobody objects to;
  signatures and decision come in either order (Kuwait 2022, Sri Lanka 2018).

  Background:
    Given the record begins on 1 October 2022
    And the date is 12 October 2022
    And a case of "accession" called "Accession of Kuwait" is opened by Kuwait:
      | subject | Kuwait |

  Rule: With both signatures the decision makes a member, and at once

    Background:
      When Kuwait performs "sign-declaration":
        | declaration-signed | 2022-10-11 |
      And Kuwait performs "sign-act":
        | act-signed | 2022-10-11 |
      And it goes to the SOC
      And the Chair performs "recommend-to-summit"
      And the date is 13 October 2022
      And it goes to the SUMMIT

    Scenario: Twenty-seven decide and twenty-eight go on
      When the Chair performs "admit"
      Then it is admitted
      And the roll names 27 members
      And Kuwait is a member
      And there are 28 members

    Scenario: The new member counts in the same session, for the quorum and for consensus
      When the Chair performs "admit"
      And in the meeting Kuwait performs "arrive"
      And a case of "draft-document" called "Statement of the leaders" is opened by Kazakhstan:
        | kind | leaders-statement |
      And it goes to the SUMMIT
      And Kuwait objects because "paragraph 2"
      And the Chair performs "adopt"
      Then what is missing is consensus
      When Kuwait withdraws its objection
      And the Chair performs "adopt"
      Then it is adopted
      And the roll names 28 members
      And on the roll Kuwait is "no objection"

    Scenario: Nothing is decided over an objection
      When Iran objects because "not yet"
      And the Chair performs "admit"
      Then what is missing is consensus
      And Kuwait is not a member

  Rule: Without the signatures it is accepted, and a member once both are there

    Background:
      When it goes to the MC

    Scenario: Accepted first, signed later
      When the Chair performs "accept"
      Then it is accepted
      And Kuwait is not a member
      When Kuwait performs "sign-declaration":
        | declaration-signed | 2022-10-12 |
      And the Secretariat performs "accede"
      Then what is missing is stated
      And it is said that the case has no act-signed yet
      When Kuwait performs "sign-act":
        | act-signed | 2022-10-12 |
      And the Secretariat performs "accede"
      Then Kuwait is a member

    Scenario: Not admitted before it has signed
      When the Chair performs "admit"
      Then what is missing is stated
      And the way out is that sign-declaration says it

    Scenario: Less than was asked for
      When the Chair performs "grant-observer"
      Then it is granted observer status
      And Kuwait is an observer
      And Kuwait is not a member

  Rule: Who cannot become a member is told why

    Scenario: No territory in Asia
      When a case of "accession" called "Accession of Belarus" is opened by Belarus:
        | subject | Belarus |
      Then what is missing is trait
      And it is said that Belarus does not meet the condition 'asia'

    Scenario: A member already
      When a case of "accession" called "Accession of Qatar" is opened by Qatar:
        | subject | Qatar |
      Then what is missing is lacks
      And it is said that Qatar is member already

  Rule: Whoever becomes a member is an observer no more

    Scenario: Turkmenistan
      Given a case of "accession" called "Accession of Turkmenistan" is opened by Turkmenistan:
        | subject | Turkmenistan |
      Then Turkmenistan is an observer
      When Turkmenistan performs "sign-declaration":
        | declaration-signed | 2022-10-12 |
      And Turkmenistan performs "sign-act":
        | act-signed | 2022-10-12 |
      And it goes to the MC
      And the Chair performs "admit"
      Then Turkmenistan is a member
      And Turkmenistan is not an observer
