Feature: Other ways a case can go
  What is put off, given back, dropped or referred is on the record like everything else.

  Background:
    Given the date is 15 June 2022

  Rule: A meeting that is convened need not take place

    Scenario: Cancelled
      Given a case of "meeting" called "A meeting" is opened by the Chair:
        | body | SOC |
      When the Chair performs "cancel"
      Then it stands at "cancelled"

  Rule: Events move, or are given up

    Scenario: Postponed, then cancelled
      Given a case of "cbm-event" called "Workshop" is opened by Kazakhstan:
        | area | tourism |
        | year | 2022    |
      When Kazakhstan performs "postpone" because "the hall is not free"
      Then it stands at "planned"
      When Kazakhstan performs "cancel" because "no hall is free"
      Then it stands at "cancelled"

  Rule: A task can be given back, or dropped

    Background:
      Given a case of "tasking" called "Finish the catalogue" is opened by the Chair:
        | to-whom | SWG |
      And the SOC meets

    Scenario: Given back
      When the Chair performs "give"
      And the Secretariat performs "deliver":
        | result | a text with open points |
      And the Chair performs "give-back" because "two points are open"
      Then it stands at "given"

    Scenario: Dropped
      When the Chair performs "drop" because "overtaken by events"
      Then it stands at "dropped"

  Rule: A memorandum may be the ministers' to clear, and may have to be negotiated anew

    Scenario: Before the ministers, as in 2008
      Given a case of "mou" called "Memorandum" is opened by the Secretariat:
        | partner | a partner |
      And it is before the SOC
      When the Chair performs "mandate"
      And the Secretariat performs "submit-text"
      And the Secretariat performs "renegotiate" because "article 2 is open"
      And the Secretariat performs "submit-text-to-ministers"
      And the meeting is closed
      And the MC meets
      And the Chair performs "clear"
      Then it is cleared

  Rule: A text may go to experts and back, and a body may give it back

    Scenario: To the experts
      Given a case of "treaty" called "A convention" is opened by the Secretariat
      When the Chair performs "refer-to-experts"
      And the Chair performs "report"
      Then it stands at "tabled"
      When it goes to the SOC
      And the Chair performs "return" because "more work is needed"
      Then it stands at "tabled"

    Scenario: A summit mandates a text before anybody has written it
      Given a case of "treaty" called "A convention" is opened by the Secretariat
      And the SUMMIT meets
      When the Chair performs "seek-mandate":
        | task | a convention, to be drafted by experts |
      And the Chair performs "mandate"
      Then it is mandated
      And it stands at "tasked"

  Rule: Who has offered may take it back, and who serves may step down

    Scenario: Taken back
      Given a list of coordinators is open
      When India volunteers as co-coordinator for "tourism"
      And India performs "retract":
        | area | tourism |
      Then no position stands on it

  Rule: An accession may go to the ministers

    Scenario: Recommended to them
      Given a case of "accession" called "Accession of Lebanon" is opened by Lebanon:
        | subject | Lebanon |
      And it is before the SOC
      When the Chair performs "recommend-to-mc"
      Then it is approved and recommended
