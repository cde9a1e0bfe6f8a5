Feature: Quorum
  A meeting may be held only if at least two thirds of the Member States are present (Rules of Procedure, article 1).

  Rule: Two thirds are rounded up

    Scenario Outline: A meeting opens, or does not
      Given the date is <date>
      And the SOC meets with <present> members present
      Then <result>

      Examples:
        | date            | present | result                     |
        | 13 October 2022 | 18      | what is missing is quorum  |
        | 23 June 2021    | 17      | what is missing is quorum  |

    Scenario: Eighteen of twenty-seven are enough
      Given the date is 23 June 2021
      And the SOC meets with 18 members present
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When the Chair puts the draft to the SOC
      Then it is adopted
      And the roll has 18 as "silent"
      And the roll has 9 as "absent"

    Scenario: Nineteen of twenty-eight are enough
      Given the date is 13 October 2022
      And the SOC meets with 19 members present
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When the Chair puts the draft to the SOC
      Then it is adopted

  Rule: The quorum is there when the decision is taken, not only when the meeting opens

    Scenario: Delegations leave
      Given the date is 23 June 2021
      And the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When 10 members leave the meeting
      And the Chair puts the draft to the SOC
      Then it is not adopted
      And what is missing is quorum
      And it is said that 17 of 27 members are present, 18 are needed
      And the way out is that 1 more member arrives
