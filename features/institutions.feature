Feature: Institutions and treaties
  An advisory body is created at the level of its kind; a treaty is adopted long before it enters into force.

  Rule: An institution is established by the body that decides its kind

    Background:
      Given the date is 23 June 2021
      And a case of "institution" called "Council of Eminent Persons" is opened by the Chair:
        | kind | advisory-body-regulations |

    Scenario: Recommended by the committee, established by the ministers
      When it goes to the SOC
      And the Chair performs "establish"
      Then what is missing is decided-by
      When the Chair performs "recommend"
      Then it is approved and recommended
      When it goes to the MC
      And the Chair performs "establish"
      Then it is established

    Scenario: Its yearly plan is approved by the committee
      When it goes to the MC
      And the Chair performs "establish"
      And the meeting is closed
      And the Secretariat performs "plan-year":
        | year | 2022          |
        | plan | two sessions  |
      And the SOC meets
      And the Chair performs "approve-plan"
      Then it is plan approved

    Scenario: What consensus has made consensus can end
      When it goes to the MC
      And the Chair performs "establish"
      And the meeting is closed
      And the SOC meets
      And the Chair performs "dissolve" because "its task is done"
      Then it is dissolved

  Rule: Adoption is not entry into force

    Background:
      Given the date is 8 June 2010
      And a case of "treaty" called "Convention on Privileges and Immunities" is opened by the Secretariat
      When it goes to the SUMMIT
      And the Chair performs "adopt"

    Scenario: One ratification is missing
      Then it is adopted
      When Kazakhstan performs "ratify"
      And the Secretariat performs "enter-into-force"
      Then what is missing is complete
      And it stands still at "adopted"

    Scenario: A state ratifies once
      When Kazakhstan performs "ratify"
      And Kazakhstan performs "ratify"
      Then what is missing is unlisted
      And it is said that Kazakhstan is among the ratified already

    Scenario: With all of them it is in force
      When every member performs "ratify"
      And the Secretariat performs "enter-into-force"
      Then it stands at "in-force"

    Scenario: A treaty nobody wants any more
      When the meeting is closed
      And the SOC meets
      And the Chair performs "abandon" because "superseded by the Charter"
      Then it is abandoned
