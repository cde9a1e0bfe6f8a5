Feature: Confidence building measures
  Events are voluntary and only recorded; the yearly review and taskings are decisions.

  Background:
    Given the date is 15 June 2022

  Rule: An event is planned, announced, held and reported

    Background:
      Given a case of "cbm-event" called "Workshop on SMEs" is opened by Kazakhstan:
        | area | small-enterprises |
        | year | 2022              |

    Scenario: From the plan to the report
      When Kazakhstan performs "hold"
      Then what is missing is stage
      When Kazakhstan performs "announce":
        | opening | 2022-09-01 |
        | venue   | Almaty     |
      And Kazakhstan performs "hold":
        | participants | 15 |
      And the Secretariat performs "report":
        | summary | fifteen states took part |
      Then it stands at "reported"

    Scenario: Somebody else's event
      When India performs "announce":
        | opening | 2022-09-01 |
        | venue   | Delhi      |
      Then what is missing is actor

  Rule: The committee reviews one dimension a year

    Scenario: The economic dimension
      Given a case of "cbm-review" called "Economic dimension 2022" is opened by the Secretariat:
        | dimension | economic |
        | year      | 2022     |
      When India performs "contribute":
        | report | what India did |
      And India performs "contribute":
        | report | and more |
      Then what is missing is unlisted
      When it goes to the SOC
      And the Chair performs "conclude"
      Then it is reviewed

  Rule: A task is given by consensus, with what it is due at

    Scenario: Given, delivered, accepted
      Given a case of "tasking" called "Finish the catalogue" is opened by the Chair:
        | to-whom | SWG        |
        | due     | 2022-09-30 |
      And the SOC meets
      When the Chair performs "give"
      Then it is tasked
      When the Chair performs "deliver":
        | result | the text is closed |
      And the Chair performs "accept"
      Then it is accepted

    Scenario: Overdue
      Given a case of "tasking" called "Finish the catalogue" is opened by the Chair:
        | to-whom | SWG        |
        | due     | 2022-09-30 |
      And the SOC meets
      When the Chair performs "give"
      Then nothing is overdue
      When the date is 1 October 2022
      Then "Finish the catalogue" is overdue
