Feature: The record
  Every step is on the record, and nothing else is.

  Background:
    Given the date is 23 June 2021
    And the SOC meets
    And the draft "General Guidelines" of the kind "guidelines" is before the SOC

  Rule: Every act that was performed has one entry

    Scenario: Tabled, taken up, adopted
      When the Chair puts the draft to the SOC
      Then the record holds 3 acts of the case
      And the last act on the record is "adopt" by the Chair

  Rule: A refused act leaves no trace

    Scenario: A blocked adoption
      When India objects because "the mandate is not agreed"
      And the Chair puts the draft to the SOC
      Then the record has no trace of it
      And the record holds 3 acts of the case
      And the last act on the record is "position" by India

  Rule: Time runs forward in a case

    Scenario: An act before the last one
      When an act is recorded for 2 hours earlier
      Then what is missing is time
