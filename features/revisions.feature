Feature: Revisions
  Consensus is on the text at the moment of adoption: what was said of an older text says nothing of the new one.

  Background:
    Given the date is 19 April 2023
    And the SOC meets
    And the draft "Concept paper on sustainable development" of the kind "concept-paper" is before the SOC

  Rule: A new revision voids the positions on the old one

    Scenario: An objection is met by a new text
      When India objects because "paragraph 4 goes beyond the Catalogue"
      And the Chair tables a new revision
      Then revision 2 is on the table
      And no position stands on it

    Scenario: The new text is adopted
      When India objects because "paragraph 4 goes beyond the Catalogue"
      And the Chair tables a new revision
      And the Chair puts the draft to the SOC
      Then it is adopted
      And on the roll India is "silent"

    Scenario: A new objection to the new text
      When India objects because "paragraph 4 goes beyond the Catalogue"
      And the Chair tables a new revision
      And India objects because "paragraph 5 does too"
      And the Chair puts the draft to the SOC
      Then it is said that India objects to revision 2 (paragraph 5 does too)
      And it is not adopted

  Rule: A revision is another text

    Scenario: The same title is no new revision
      When the Chair retitles the draft "Concept paper on sustainable development"
      Then what is missing is new-text

  Rule: A position speaks of the text on the table

    Scenario: A delegation speaks of the old text
      When the Chair tables a new revision
      And India objects to revision 1 because "paragraph 4 goes beyond the Catalogue"
      Then what is missing is current-revision
      And the way out is that speak of revision 2

  Rule: A new title is a new revision of the same case

    Scenario: Draft Charter, later Statement
      When the Chair retitles the draft "Statement on sustainable development"
      Then it is called "Statement on sustainable development"
      And revision 2 is on the table
      And it stands at "before-soc"
