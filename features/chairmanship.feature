Feature: Chairmanship
  Candidacy, decision, hand-over and host are separate facts (Rules of Procedure, article 14).

  Background:
    Given the record begins on 1 January 2024
    And the date is 14 March 2024
    And a case of "chairmanship" called "Azerbaijan, 2024 to 2026" is opened by Azerbaijan:
      | subject | Azerbaijan |
      | term    | 2024-2026  |

  Rule: The committee recommends, the ministers decide, both may do so by silence

    Scenario: Five days of silence in March 2024
      When it goes to the SOC
      And the Chair performs "recommend"
      Then it is approved and recommended
      When the Chair performs "circulate-to-ministers"
      And the Chair puts "designate" under silence for P5D
      And the date is 19 March 2024
      And the record is settled
      Then it is designated
      And it took effect on 19 March 2024
      And Azerbaijan is not the Chair

    Scenario: The committee recommends by silence
      When it goes to the SOC
      And the Chair puts "recommend" under silence
      And the date is 28 March 2024
      And the record is settled
      Then it is approved and recommended

  Rule: The decision is not the hand-over, which may come in the middle of a meeting

    Scenario: One meeting with two Chairs
      When it goes to the MC
      And the Chair performs "designate"
      And the date is 17 December 2024
      And the MC meets online
      Then Kazakhstan is the Chair
      When the Chair performs "hand-over"
      Then Azerbaijan is the Chair
      And Kazakhstan is not the Chair
      When in the meeting the Chair performs "discuss":
        | topic | Sustained development |
      Then the acts of the meeting are on behalf of Kazakhstan, then of Azerbaijan

    Scenario: Nobody takes over what was not decided
      When the Chair performs "hand-over"
      Then what is missing is stage

  Rule: A term is extended by the same way, without a hand-over

    Scenario: Kazakhstan stays
      When a case of "chairmanship" called "Kazakhstan, second term" is opened by Kazakhstan:
        | subject | Kazakhstan |
        | term    | 2022-2024  |
      And it goes to the SUMMIT
      And the Chair performs "designate"
      And the Chair performs "hand-over"
      Then what is missing is lacks
      When the Chair performs "extend"
      Then it stands at "in-office"
      And Kazakhstan is the Chair

  Rule: Among several candidates consensus decides, and the Chair facilitates

    Scenario: Contested, consulted, alone
      When the Chair performs "circulate"
      And the Chair performs "contest":
        | rival | Mongolia |
      And the Chair performs "take-up"
      Then what is missing is stage and meeting
      When the Chair performs "facilitate":
        | summary | Mongolia stands for the term after |
      And it goes to the SOC
      Then it stands at "before-soc"

    Scenario: Only a member stands for the chair
      When a case of "chairmanship" called "Japan" is opened by Japan:
        | subject | Japan |
        | term    | 2026  |
      Then what is missing is holds
