Feature: Another organisation: the OSCE
  Its rules of 2006, and consensus minus one of 1992, are another folder of data for the same engine.

  Background:
    Given the rulebook "osce"

  Rule: A decision is adopted when no participating State objects, with statements attached

    Background:
      Given the date is 1 June 2023
      And a case of "decision" called "Programme of the conference" is opened by the Chair
      And it is before the PC

    Scenario: Adopted by fifty-seven
      When the Chair performs "adopt"
      Then it is adopted
      And the roll names 57 members

    Scenario: One objection
      When Türkiye objects because "the agenda is not balanced"
      And the Chair performs "adopt"
      Then what is missing is consensus

    Scenario: An interpretative statement changes nothing in it
      When the Chair performs "adopt"
      And Canada performs "attach-statement":
        | form      | interpretative statement          |
        | statement | we understand it to include women |
      Then it stands at "adopted"
      And it decided nothing
      When Japan performs "attach-statement":
        | form      | interpretative statement |
        | statement | so do we                 |
      Then what is missing is actor

    Scenario: A draft for the ministers is forwarded by consensus
      When the Chair performs "forward"
      Then it is forwarded
      When it goes to the MC
      And the Chair performs "adopt"
      Then it is adopted

  Rule: Silence is proposed at a meeting, with its exact end, in the Council and the Forum

    Background:
      Given the date is 1 June 2023
      And a case of "decision" called "Programme of the conference" is opened by the Chair
      And it is before the PC

    Scenario: Unbroken
      When the Chair puts "adopt" under silence until 5 June 2023
      And the date is 8 June 2023
      And the record is settled
      Then it is adopted
      And it took effect on 5 June 2023

    Scenario: A written amendment breaks it
      When the Chair puts "adopt" under silence until 5 June 2023
      And the date is 4 June 2023
      And Armenia performs "break-silence":
        | amendment | another paragraph 3 |
      Then the silence is broken
      And it stands at "before-pc"

    Scenario: Not outside a meeting
      When the meeting is closed
      And the Chair puts "adopt" under silence until 5 June 2023
      Then what is missing is meeting

    Scenario: Not by the ministers
      When the Chair performs "forward"
      And it goes to the MC
      And the Chair puts "adopt" under silence
      Then what is missing is by-silence

  Rule: In a clear case of 1992 the State concerned has no say, and every other has

    Background:
      Given the record begins on 1 July 1992
      And the date is 8 July 1992
      And a case of "suspension" called "Yugoslavia" is opened by Austria:
        | subject    | Yugoslavia                                 |
        | violations | clear, gross and uncorrected, played as such |
      And it is before the CSO

    Scenario: The State concerned objects
      When Yugoslavia objects because "we are not in breach"
      And the Chair performs "suspend"
      Then it is suspended
      And on the roll Yugoslavia is "objection"
      And Yugoslavia is not a member

    Scenario: Another State objects
      When Russia objects because "not without a dialogue"
      And the Chair performs "suspend"
      Then what is missing is consensus

    Scenario: A suspension is lifted by all
      When the Chair performs "suspend"
      And the Chair performs "lift"
      Then it is lifted
      And Yugoslavia is a member

  Rule: Each body decides in its field, and the higher ones on what is forwarded

    Scenario: The Forum decides in the politico-military field
      Given the date is 1 June 2023
      And a case of "decision" called "Exchange of information" is opened by the Chair
      And the FSC meets
      When the Chair performs "put-to-forum"
      And the Chair performs "adopt"
      Then it is adopted

    Scenario: What is forwarded goes to the ministers or to the heads of state
      Given the date is 1 June 2023
      And a case of "decision" called "A charter" is opened by the Chair
      And it is before the PC
      When the Chair performs "forward"
      And the MC meets
      And the Chair performs "put-to-ministers"
      Then it stands at "before-mc"

    Scenario: A summit decides too
      Given the date is 1 June 2023
      And a case of "decision" called "A charter" is opened by the Chair
      And it is before the PC
      When the Chair performs "forward"
      And the SUMMIT meets
      And the Chair performs "put-to-summit"
      And the Chair performs "adopt"
      Then it is adopted
