Feature: Sessions
  Meetings are held in every format, move, are suspended and resumed; informal ones may decide or not;
  an agenda is taken item by item, and the items of a package stand alone.

  Rule: An informal session decides unless it only exchanges views

    Scenario: An exchange of views decides nothing
      Given the date is 26 September 2011
      And the draft "Statement" of the kind "ministerial-statement" is tabled by Türkiye
      And the draft is brought before the MC
      When the meeting is closed
      And the MC meets to exchange views
      And the Chair puts it to the MC
      Then what is missing is session
      And the way out is that the Chair convenes a meeting of the MC that decides

    Scenario: An ad hoc session decides
      Given the date is 21 September 2023
      And the draft "Road Map" of the kind "ministerial-statement" is before the MC
      When the Chair puts it to the MC
      Then it is adopted

  Rule: What a suspended meeting has begun waits until it resumes

    Scenario: Suspended in Astana, resumed online
      Given the date is 29 September 2022
      And the SWG meets in person
      And the draft "Concept paper on transport" of the kind "concept-paper" is before the SWG
      When in the meeting the Chair performs "suspend"
      And the Chair performs "agree"
      Then what is missing is meeting
      When the date is 4 October 2022
      And in the meeting the Chair performs "move":
        | format | online |
      And in the meeting the Chair performs "resume"
      And the Chair performs "agree"
      Then it is agreed at working level

  Rule: A decision can be taken in writing, with everybody who takes part present in writing

    Scenario: By correspondence
      Given the date is 7 October 2021
      And the draft "Forum regulations" of the kind "forum-regulations" is tabled by the Chair
      And the SOC meets by correspondence
      And the draft is taken up by the SOC
      When the Chair puts it to the SOC
      Then it is adopted

  Rule: Where there is an agenda, a body decides on what has been called, in its order

    Background:
      Given the date is 13 October 2022
      And the draft "Counter-terrorism plan" of the kind "leaders-statement" is before the SUMMIT
      And the draft "Statement on ICTs" of the kind "leaders-statement" is before the SUMMIT
      When in the meeting the Chair performs "adopt-agenda":
        | agenda | counter-terrorism-plan, statement-on-icts |

    Scenario: Not before it is called
      When the Chair puts it to the SUMMIT
      Then what is missing is agenda
      And the way out is that the Chair calls it

    Scenario: In order
      When in the meeting the Chair performs "call-item":
        | item | statement-on-icts |
      Then what is missing is next-item
      When in the meeting the Chair performs "call-item":
        | item | counter-terrorism-plan |
      And in the meeting the Chair performs "call-item":
        | item | statement-on-icts |
      And the Chair puts it to the SUMMIT
      Then it is adopted

    Scenario: An item that is not ready is passed over
      When in the meeting the Chair performs "pass-over":
        | item | counter-terrorism-plan |
      And in the meeting the Chair performs "call-item":
        | item | statement-on-icts |
      And the Chair puts it to the SUMMIT
      Then it is adopted

    Scenario: What is not on it is added first
      Given the draft "Fund regulations" of the kind "fund-regulations" is before the SUMMIT
      When the Chair puts it to the SUMMIT
      Then what is missing is agenda
      And the way out is that the Chair adds it to the agenda and calls it
      When in the meeting the Chair performs "pass-over":
        | item | counter-terrorism-plan |
      And in the meeting the Chair performs "pass-over":
        | item | statement-on-icts |
      And in the meeting the Chair performs "add-item":
        | item-added | fund-regulations |
      And in the meeting the Chair performs "call-item":
        | item | fund-regulations |
      And the Chair puts it to the SUMMIT
      Then it is adopted

  Rule: The items of a package share a meeting and stand alone

    Scenario: One falls out, the other is adopted
      Given the date is 30 September 2021
      And the draft "Catalogue" of the kind "catalogue" is before the SOC
      And the draft "Forum regulations" of the kind "forum-regulations" is before the SOC
      When Iran objects because "two paragraphs are open"
      And the Chair puts it to the SOC
      Then what is missing is consensus
      When the matter turns to "Catalogue"
      And the Chair puts it to the SOC
      Then it is approved and recommended
