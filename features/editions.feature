Feature: Rules that change rules
  The Rules of Procedure are a document too. Its adoption brings another edition into force,
  and cases under way stay with theirs unless the body they are before moves them.

  Background:
    Given the record begins on 1 June 2021
    And the date is 12 October 2021
    And the application of Morocco is before the SOC
    And the meeting of the SOC is over
    And a case of "rules-amendment" called "Status of observers" is opened by the Chair:
      | edition | 2021 |
    And it is before the MC

  Rule: An edition comes into force with the adoption, or on the day it sets

    Scenario: At once
      Then the edition "2004" is in force
      When the Chair performs "adopt"
      Then it is adopted
      And the edition "2021" is in force

    Scenario: On a day
      When the Chair performs "adopt":
        | in-force | 2022-01-01 |
      Then the edition "2004" is in force
      When the date is 2 January 2022
      Then the edition "2021" is in force

    Scenario: Not without consensus
      When India objects because "article 3"
      And the Chair performs "adopt"
      Then what is missing is consensus
      And the edition "2004" is still in force

    Scenario: Not twice
      When the Chair performs "adopt"
      And a case of "rules-amendment" called "Status of observers again" is opened by the Chair:
        | edition | 2021 |
      And it goes to the SOC
      And the Chair performs "recommend"
      Then what is missing is not-in-force

  Rule: A case stays with its edition unless its body moves it

    Scenario: It stays
      When the Chair performs "adopt"
      And the meeting is closed
      And the matter turns to "Observer status of Morocco"
      And the SOC meets
      And the Chair performs "grant"
      Then it is granted
      And it is under the edition "2004"

    Scenario: It is moved
      When the Chair performs "adopt"
      And the meeting is closed
      And the matter turns to "Observer status of Morocco"
      And the SOC meets
      And the Chair performs "apply-edition"
      Then it is placed under the edition in force
      And it is under the edition "2021"
      When the Chair performs "grant"
      Then what is missing is stage and meeting
      When the Chair performs "recommend"
      Then it is approved and recommended

    Scenario: There is nothing to move it to
      When the matter turns to "Observer status of Morocco"
      And the SOC meets
      And the Chair performs "apply-edition"
      Then what is missing is later-edition
