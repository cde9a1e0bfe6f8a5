Feature: Who may speak
  Member States take part in decisions; observers and guests have no part in them.

  Rule: Only a member states a position

    Background:
      Given the date is 23 June 2021
      And the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC

    Scenario: An observer objects
      When Belarus objects because "we would rather not"
      Then what is missing is actor
      And it is said that not for Belarus, observer
      And no position stands on it

    Scenario: An organisation that is an observer supports
      When United Nations supports the draft
      Then what is missing is actor

    Scenario: A state that has nothing to do with it
      When Morocco objects because "we might join"
      Then what is missing is actor

    Scenario: The Chair has no position of its own
      When the Chair objects because "the hour is late"
      Then what is missing is actor

  Rule: Who is a member is a question of the instant

    Scenario: A state before its accession
      Given the date is 23 June 2021
      And the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When Kuwait objects because "we shall be there soon"
      Then what is missing is actor
      And it is said that member only from 13 October 2022

    Scenario: The same state after its accession
      Given the date is 13 October 2022
      And the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When Kuwait objects because "we have joined"
      Then the position of Kuwait in the SOC is "objection"

    Scenario Outline: The number of members grew
      Given the date is <date>
      Then there are <count> members

      Examples:
        | date            | count |
        | 22 October 2004 | 17    |
        | 8 June 2010     | 22    |
        | 23 June 2021    | 27    |
        | 12 October 2022 | 27    |
        | 13 October 2022 | 28    |
