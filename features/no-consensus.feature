Feature: When consensus fails
  Nothing is adopted by all but one. A part is cut out, a lower form is found, the Chair speaks alone,
  or the matter stays open (Istanbul 2010, ministers of October 2021, committee of December 2024).

  Background:
    Given the date is 8 June 2010
    And the draft "Joint Declaration" of the kind "leaders-statement" is before the SUMMIT

  Rule: All but one is not all

    Scenario: Twenty in favour, one against
      When every member supports the draft
      And Israel objects because "the paragraph on the flotilla"
      And the Chair puts it to the SUMMIT
      Then what is missing is consensus
      And the way out is that Israel withdraws it, or a new revision is tabled

  Rule: The part that is objected to is cut out, and the rest adopted

    Scenario: The paragraph on the flotilla
      When Israel objects because "the paragraph on the flotilla"
      And the Chair performs "split":
        | part | paragraph on the flotilla |
        | into | chairs-conclusion         |
      Then revision 2 is on the table
      And no position stands on it
      When the Chair puts it to the SUMMIT
      Then it is adopted

  Rule: The Chair may speak alone, which is not a decision

    Scenario: The Chairman's Conclusion
      When a case of "chair-statement" called "Chairman's Conclusion" is opened by the Chair:
        | body | SUMMIT |
      Then it stands at "issued"
      And it decided nothing

    Scenario: Nobody else speaks as the Chair
      When a case of "chair-statement" called "Conclusion of a member" is opened by India:
        | body | SUMMIT |
      Then what is missing is actor

    Scenario: It is never adopted
      When a case of "chair-statement" called "Chairman's Conclusion" is opened by the Chair:
        | body | SUMMIT |
      Then no act of its procedure decides anything

  Rule: A lower form is another text

    Scenario: From a declaration to a statement
      When Israel objects because "the form"
      And the Chair performs "change-form":
        | title | Statement of the leaders |
        | kind  | leaders-statement        |
      Then it is called "Statement of the leaders"
      And no position stands on it

  Rule: A matter may stay open, and be welcomed short of approval

    Scenario: Left open and taken up again
      When the Chair performs "leave-open"
      Then it stands at "left-open"
      When the meeting is closed
      And it goes to the SOC
      Then it stands at "before-soc"

    Scenario: Welcomed and approved preliminarily
      When the Chair performs "welcome"
      Then it is welcomed
      When the Chair performs "leave-open"
      And it goes to the SOC
      And the Chair performs "approve-preliminarily"
      Then it is approved preliminarily
      And it stands at "before-soc"
