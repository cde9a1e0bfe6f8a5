Feature: Time
  What takes effect is said by whoever acts, when it is recorded by the clock.
  Neither a slip of the pen nor a late hand can change what others rely on.

  Rule: A silence period ends by its own end, and is written down by whoever depends on it

    Background:
      Given the date is 20 June 2021
      And the SOC meets with all members present
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      And the Chair puts "adopt" under silence for P14D

    Scenario: An objection that comes in time counts, however late it is recorded
      When it is recorded on 3 August 2021, with effect from 23 June 2021
      And Iran objects because "paragraph 4"
      Then it stands at "before-soc"
      And the silence is broken

    Scenario: Once the outcome is on the record, it stands
      When the date is 3 August 2021
      And the record is settled
      And it is recorded on 4 August 2021, with effect from 23 June 2021
      And Iran objects because "paragraph 4"
      Then the act is refused
      And what is missing is time and stage
      And it stands still at "adopted"

  Rule: Time that stands still is no part of a silence period

    Scenario: A hold of a month, and one day more
      Given the date is 11 March 2024
      And the SOC meets with all members present
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      And the Chair puts "adopt" under silence for P14D
      When the date is 12 March 2024
      And India holds the silence because "it awaits instructions"
      And the date is 11 April 2024
      And India releases the silence
      And the Chair extends the silence by P1D because "a holiday"
      Then a silence period runs until 25 April 2024

  Rule: What is delivered in time is not overdue

    Scenario: Delivered on 20 June, due on 30 June
      Given the date is 10 June 2024
      And the SOC meets with all members present
      And a case of "tasking" called "Report" is opened by the Chair:
        | to-whom | SWG        |
        | due     | 2024-06-30 |
      And the Chair performs "give"
      When the date is 20 June 2024
      And the Secretariat performs "deliver":
        | result | the report |
      And the date is 2 July 2024
      Then nothing is overdue

  Rule: A clock that ran ahead is set right by an act, with a reason

    Scenario: The Secretariat answers for the clock of the record
      Given the date is 20 June 2021
      When a case of "clock" called "Clock" is opened by the Secretariat because "the clock of the server ran ahead"
      Then it stands at "set"

    Scenario: Nobody else does, and not without a reason
      Given the date is 20 June 2021
      And the SOC meets with all members present
      When a case of "clock" called "Clock" is opened by India
      Then the act is refused
      And what is missing is actor and reason
