Feature: Observer applications
  Other states, international organisations and fora may become observers (Rules of Procedure, article 1.3).

  Rule: Until 11 October 2021 the Senior Officials Committee grants the status

    Scenario: Turkmenistan, 23 June 2021
      Given the record begins on 1 June 2021
      And the date is 23 June 2021
      And the SOC meets
      And the application of Turkmenistan is before the SOC
      When the Chair puts the application to the SOC
      Then it is granted
      And Turkmenistan is an observer
      And the roll names 27 members

    Scenario: An application that began then stays with the rules of then
      Given the date is 11 October 2021
      And the SOC meets
      And the application of Morocco is before the SOC
      When 3 days pass
      And the Chair puts the application to the SOC
      Then it is granted

  Rule: From 12 October 2021 the committee recommends and the ministers grant

    Scenario: The committee cannot grant any more
      Given the date is 12 October 2021
      And the SOC meets
      And the application of Morocco is before the SOC
      When the Chair asks to grant the application
      Then what is missing is stage and meeting

    Scenario: The committee recommends
      Given the date is 12 December 2023
      And the SOC meets
      And the application of Saudi Arabia is before the SOC
      When the Chair puts the application to the SOC
      Then it is approved and recommended
      And Saudi Arabia is not an observer

    Scenario: The ministers grant
      Given the date is 12 December 2023
      And the MC meets
      And the application of Saudi Arabia is before the MC
      When the Chair puts the application to the MC
      Then it is granted
      And Saudi Arabia is an observer

  Rule: An application can wait for months, and can be withdrawn

    Scenario: Deferred and taken up again
      Given the date is 4 December 2024
      And the SOC meets
      And the application of Morocco is before the SOC
      When the Chair asks to defer the application
      And the meeting is closed
      And 90 days pass
      And the SOC meets
      And the Chair asks to take-up the application
      Then it stands at "before-soc"

    Scenario: The applicant withdraws
      Given the date is 4 December 2024
      And the SOC meets
      And the application of Morocco is before the SOC
      When Morocco asks to withdraw the application
      Then it stands at "withdrawn"

  Rule: Members and observers do not apply again

    Scenario: An observer applies
      Given the record begins on 1 June 2021
      And the date is 23 June 2021
      And the SOC meets
      And the application of Turkmenistan is before the SOC
      When the Chair puts the application to the SOC
      Then it is granted
      When Turkmenistan applies again
      Then what is missing is lacks
      And it is said that Turkmenistan is observer already

    Scenario: A member applies
      Given the date is 23 June 2021
      When India applies
      Then what is missing is lacks

  Rule: The status can end

    Scenario: The observer gives it up
      Given the record begins on 1 June 2021
      And the date is 23 June 2021
      And the SOC meets
      And the application of Turkmenistan is before the SOC
      When the Chair puts the application to the SOC
      And 30 days pass
      And Turkmenistan asks to renounce the application
      Then it stands at "renounced"
      And Turkmenistan is not an observer

    Scenario: The status lapses, and the record says why
      Given the record begins on 1 June 2021
      And the date is 23 June 2021
      And the SOC meets
      And the application of Turkmenistan is before the SOC
      When the Chair puts the application to the SOC
      And the Chair asks to lapse the application
      Then what is missing is reason
      When the Chair lapses the application because "absent for ten years"
      Then it is lapsed
      And Turkmenistan is not an observer

    Scenario: Only a member has been upgraded
      Given the record begins on 1 June 2021
      And the date is 23 June 2021
      And the SOC meets
      And the application of Turkmenistan is before the SOC
      When the Chair puts the application to the SOC
      And the Chair asks to upgrade the application
      Then what is missing is holds
      And it is said that Turkmenistan is not member

  Rule: A status that was granted before the record began can end

    Scenario: An observer of old gives it up
      Given the date is 12 October 2022
      And a case of "end-of-observer-status" called "Belarus" is opened by Belarus:
        | subject | Belarus |
      When Belarus performs "renounce"
      Then it stands at "renounced"
      And Belarus is not an observer

    Scenario: The ministers let it lapse, with a reason
      Given the date is 12 October 2022
      And a case of "end-of-observer-status" called "Ukraine" is opened by the Secretariat:
        | subject | Ukraine |
      When the MC meets
      And the Chair performs "take-up"
      And the Chair performs "lapse"
      Then what is missing is reason
      When the Chair performs "lapse" because "absent for ten years"
      Then it is lapsed
      And Ukraine is not an observer

    Scenario: Whoever raises it may take it back, and a member has no such status
      Given the date is 12 October 2022
      And a case of "end-of-observer-status" called "Ukraine" is opened by the Secretariat:
        | subject | Ukraine |
      When the Secretariat performs "withdraw"
      Then it stands at "withdrawn"
      When a case of "end-of-observer-status" called "Kuwait" is opened by Kuwait:
        | subject | Kuwait |
      Then what is missing is holds
