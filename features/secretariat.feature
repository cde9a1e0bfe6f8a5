Feature: Secretariat
  Money, reports, people and partners (Agreement on the Secretariat, 17 June 2006).

  Background:
    Given the date is 14 December 2022

  Rule: The budget is approved, executed, reported on, audited where the committee so decides, and noted

    Scenario: The budget for 2023
      Given a case of "budget" called "Budget for 2023" is opened by the Secretariat:
        | year | 2023 |
      And it is before the SOC
      When the Chair performs "approve"
      Then it is approved
      When the Secretariat performs "account":
        | report | spent as planned |
      And the Chair performs "audit"
      Then it is audit ordered
      When the Secretariat performs "account":
        | report | with the auditor's opinion |
      And the Chair performs "note"
      Then it is noted

    Scenario: The Secretariat does not approve its own budget
      Given a case of "budget" called "Budget for 2023" is opened by the Secretariat:
        | year | 2023 |
      And it is before the SOC
      When the Secretariat performs "approve"
      Then what is missing is actor

  Rule: A report is noted, which approves nothing

    Scenario: The yearly report
      Given a case of "report" called "Report on 2022" is opened by the Secretariat
      And it is before the SOC
      When the Chair performs "note"
      Then it is noted

  Rule: The ministers or the leaders appoint the head; for the staff the committee is enough

    Scenario: A deputy, on a recommendation of the committee
      Given a case of "appointment" called "Deputy Secretary General" is opened by the Chair:
        | person | Zhang Ling                     |
        | post   | deputy head of the Secretariat |
      And it is before the SOC
      When the Chair performs "recommend"
      Then it is approved and recommended
      When it goes to the MC
      And the Chair performs "appoint"
      Then it is appointed

    Scenario: The head of the Council of Eminent Persons, by silence
      Given a case of "appointment" called "Head of the Council" is opened by the Chair:
        | person | the candidate of the Chair            |
        | post   | head of the Council of Eminent Persons |
      When the Chair performs "submit-to-summit"
      And the Chair puts "appoint" under silence
      And the date is 28 December 2022
      And the record is settled
      Then it is appointed

    Scenario: Professional staff
      Given a case of "appointment" called "Expert" is opened by the Secretariat:
        | person | an expert          |
        | post   | professional staff |
      And it is before the SOC
      When the Chair performs "approve"
      Then it is approved

    Scenario: A post that does not exist
      Given a case of "appointment" called "Expert" is opened by the Secretariat:
        | person | an expert          |
        | post   | professional staff |
      When the Secretariat performs "end-term" because "no longer there"
      Then what is missing is stage

  Rule: A memorandum needs a mandate, a text that is cleared, and a signature

    Scenario: The Eurasian Economic Commission
      Given a case of "mou" called "Memorandum with the EEC" is opened by the Secretariat:
        | partner | Eurasian Economic Commission |
      And it is before the SOC
      When the Secretariat performs "sign"
      Then what is missing is stage
      When the Chair performs "mandate"
      Then it is mandated
      When the Secretariat performs "submit-text"
      And the Chair performs "clear"
      Then it is cleared
      When India performs "sign"
      Then what is missing is actor
      And it is said that sign is for the Secretary General or the Secretariat
      When the Secretary General performs "sign"
      Then it stands at "signed"

    Scenario: An office that was renamed while the case ran
      Given a case of "mou" called "Memorandum with the EEC" is opened by the Secretariat:
        | partner | Eurasian Economic Commission |
      And it is before the SOC
      When the Chair performs "mandate"
      And the Executive Director performs "submit-text"
      Then what is missing is actor
      And it is said that submit-text is for the Secretariat, not for the Secretary General
