Feature: Meetings
  A body decides in a meeting of its own, which the Chair convenes, opens and closes.

  Background:
    Given the date is 23 June 2021

  Rule: No decision without a meeting of the body

    Scenario: The meeting is over
      Given the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When the meeting is closed
      And 1 hour passes
      And the Chair puts the draft to the SOC
      Then it is not adopted
      And what is missing is meeting
      And the way out is that the Chair convenes and opens a meeting of the SOC

    Scenario: Another body sits
      Given the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When the meeting is closed
      And 1 hour passes
      And the SWG meets
      And the Chair puts the draft to the SOC
      Then what is missing is meeting

  Rule: The Chair puts the question

    Scenario: Not even the delegation of the state that holds the Chair
      Given the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When Kazakhstan tries to adopt the draft
      Then what is missing is actor

    Scenario: A delegation cannot declare a text adopted
      Given the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is before the SOC
      When China tries to adopt the draft
      Then what is missing is actor
      And it is said that adopt is for the Chair, not for China
      And the way out is that the Chair does it

  Rule: An act waits for its stage

    Scenario: A draft that no body has taken up
      Given the SOC meets
      And the draft "General Guidelines" of the kind "guidelines" is tabled by the Secretariat
      When the Chair asks to adopt the draft
      Then what is missing is stage
      And it is said that the case is tabled
      And it stands at "tabled"

    Scenario: All that is missing is said at once
      Given the draft "General Guidelines" of the kind "guidelines" is tabled by the Secretariat
      When India tries to adopt the draft
      Then what is missing is stage, actor and meeting
