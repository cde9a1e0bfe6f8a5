Feature: Coordinators
  Member States volunteer to coordinate a priority area; the SWG considers, the SOC decides the list.

  Background:
    Given the record begins on 1 June 2021
    And the date is 23 June 2021
    And a list of coordinators is open

  Rule: One decision can fill several areas

    Scenario: The list of 23 June 2021
      When China and Jordan volunteer as co-coordinator for "epidemiological-safety"
      And China volunteers as co-coordinator for "transport-corridors"
      And Bangladesh volunteers as co-coordinator for "natural-disasters"
      And China volunteers as co-coordinator for "human"
      And the SWG meets
      And the Chair asks to take-up the list
      And the Chair asks to consider the list
      And the SOC meets
      And the Chair asks to take-up the list
      And the Chair puts the list to the SOC
      Then it is adopted
      And China and Jordan is co-coordinator for "epidemiological-safety"
      And China is co-coordinator for "transport-corridors"
      And Bangladesh is co-coordinator for "natural-disasters"
      And China is co-coordinator for "human"

    Scenario: One objection stops the whole list
      When China volunteers as co-coordinator for "human"
      And Bangladesh volunteers as co-coordinator for "natural-disasters"
      And the list goes to the SOC
      And India objects because "the human dimension has enough of them"
      And the Chair puts the list to the SOC
      Then it is not adopted
      And Bangladesh is not co-coordinator for "natural-disasters"

    Scenario: An empty list decides nothing
      When the SWG meets
      And the Chair asks to take-up the list
      Then what is missing is offers

  Rule: One coordinator to an area, and any number of co-coordinators

    Scenario: The area has a coordinator
      When Mongolia volunteers as coordinator for "transport-corridors"
      Then what is missing is vacancy
      And it is said that Azerbaijan is coordinator for development of secure and effective systems of transportation corridors already

    Scenario: What was said of the list does not lapse while the list is the same
      When China volunteers as co-coordinator for "human"
      And China volunteers as co-coordinator for "human"
      Then what is missing is new-offer

    Scenario: Two states want the same vacant area
      When India volunteers as coordinator for "finance"
      And China volunteers as coordinator for "finance"
      Then what is missing is vacancy

    Scenario: An observer cannot coordinate
      When Belarus volunteers as co-coordinator for "human"
      Then what is missing is actor

  Rule: Coordination has a term, is renewed, and ends

    Scenario: A term runs out
      When Sri Lanka volunteers as co-coordinator for "tourism" until 2022-01-01
      And the list goes to the SOC
      And the Chair puts the list to the SOC
      Then Sri Lanka is co-coordinator for "tourism"
      When 200 days pass
      Then Sri Lanka is not co-coordinator for "tourism"

    Scenario: A term that is over cannot begin
      When Sri Lanka volunteers as co-coordinator for "tourism" until 2021-06-01
      Then what is missing is term

    Scenario: A term is renewed by a decision
      When Sri Lanka volunteers as co-coordinator for "tourism" until 2022-01-01
      And the list goes to the SOC
      And the Chair puts the list to the SOC
      And Sri Lanka asks for a new term as co-coordinator for "tourism" until 2024-01-01
      And the Chair asks to renew the list
      Then it is renewed
      When 200 days pass
      Then Sri Lanka is co-coordinator for "tourism"

    Scenario: One objection stops a renewal
      When Sri Lanka volunteers as co-coordinator for "tourism" until 2022-01-01
      And the list goes to the SOC
      And the Chair puts the list to the SOC
      And Sri Lanka asks for a new term as co-coordinator for "tourism" until 2024-01-01
      And India objects because "others should have their turn"
      And the Chair asks to renew the list
      Then what is missing is consensus

    Scenario: Nothing is renewed that nobody asked for
      When Sri Lanka volunteers as co-coordinator for "tourism"
      And the list goes to the SOC
      And the Chair puts the list to the SOC
      And the Chair asks to renew the list
      Then what is missing is renewal

    Scenario: A state that does not serve cannot ask for a new term
      When Sri Lanka volunteers as co-coordinator for "tourism"
      And the list goes to the SOC
      And the Chair puts the list to the SOC
      And India asks for a new term as co-coordinator for "tourism" until 2024-01-01
      Then what is missing is serving

    Scenario: A coordinator steps down
      When Sri Lanka volunteers as co-coordinator for "tourism"
      And the list goes to the SOC
      And the Chair puts the list to the SOC
      And Sri Lanka steps down as co-coordinator for "tourism"
      Then Sri Lanka is not co-coordinator for "tourism"
      And it stands at "in-force"

    Scenario: The list ends by a decision, and with it every tenure on it
      When Sri Lanka volunteers as co-coordinator for "tourism"
      And the list goes to the SOC
      And the Chair puts the list to the SOC
      And the Chair asks to end the list
      Then it is ended
      And Sri Lanka is not co-coordinator for "tourism"

  Rule: A coordination that was given before the record began can end

    Scenario: A coordinator since 2007 gives it up
      Given a case of "end-of-coordination" called "The human dimension" is opened by the Secretariat:
        | subject | Kazakhstan  |
        | role    | coordinator |
        | area    | human       |
      When Kazakhstan performs "give-up"
      Then it stands at "given-up"
      And Kazakhstan is not coordinator for "human"

    Scenario: The SOC relieves a coordinator, and nobody can who does not serve
      Given a case of "end-of-coordination" called "The human dimension" is opened by the Secretariat:
        | subject | Kazakhstan  |
        | role    | coordinator |
        | area    | human       |
      When the SOC meets
      And the Chair performs "take-up"
      And Kazakhstan objects because "we have begun something"
      And the Chair performs "relieve"
      Then what is missing is consensus
      When Kazakhstan states "no objection"
      And the Chair performs "relieve"
      Then it is relieved
      And Kazakhstan is not coordinator for "human"
      When a case of "end-of-coordination" called "The human dimension again" is opened by the Secretariat:
        | subject | Kazakhstan  |
        | role    | coordinator |
        | area    | human       |
      Then what is missing is serving

    Scenario: Whoever raises it may take it back
      Given a case of "end-of-coordination" called "The human dimension" is opened by the Secretariat:
        | subject | Kazakhstan  |
        | role    | coordinator |
        | area    | human       |
      When the Secretariat performs "withdraw"
      Then it stands at "withdrawn"
      And Kazakhstan is coordinator for "human"
