Feature: Silence procedure
  What is proposed stands when the period ends, unless a Member State has spoken (Rules of Procedure, 14.1.4;
  two weeks on 27 June 2024, five days in March 2024). It is consensus without a room: the same rule, the whole roll.

  Rule: Unbroken, a silence period lapses into the decision, with effect from its end

    Background:
      Given the date is 12 December 2023
      And the application of Saudi Arabia is before the SOC
      When the Chair puts the application to the SOC
      And the Chair performs "circulate"
      And the Chair puts "grant" under silence for P14D

    Scenario: The ministers grant observer status between meetings
      When the date is 26 December 2023
      And the record is settled
      Then it is granted
      And it took effect on 26 December 2023
      And Saudi Arabia is an observer
      And the roll names 28 members
      And the roll has 28 as "silent"
      And the silence is lapsed

    Scenario: It is written down late and takes effect in time
      When the date is 15 February 2024
      And the record is settled
      Then it is granted
      And it took effect on 26 December 2023

    Scenario: Nobody has to write it down before something else happens
      When the date is 15 February 2024
      And Saudi Arabia applies
      Then what is missing is lacks
      And it is said that Saudi Arabia is observer already

    Scenario: Before the end nothing is decided
      When the date is 25 December 2023
      And the record is settled
      Then it stands at "before-mc"
      And a silence period runs until 26 December 2023
      And Saudi Arabia is not an observer

  Rule: Any Member State breaks it with a word, until the end and no longer

    Background:
      Given the date is 1 March 2024
      And the draft "Guidelines" of the kind "guidelines" is before the SOC
      And the Chair puts "adopt" under silence

    Scenario: A written objection
      When the date is 10 March 2024
      And India breaks the silence because "paragraph 4 is not agreed"
      Then the silence is broken
      And it stands at "before-soc"

    Scenario: An objection stated as a position breaks it too
      When India objects because "paragraph 4 is not agreed"
      Then the silence is broken
      When the date is 20 March 2024
      And the record is settled
      Then it stands at "before-soc"

    Scenario: Support and reservations leave it as it is
      When India supports the draft
      And Pakistan states a reservation because "we read it narrowly"
      And the date is 15 March 2024
      And the record is settled
      Then it is adopted
      And on the roll Pakistan is "reservation"
      And on the roll Mongolia is "silent"

    Scenario: The Chair opens a silence period, of two weeks as usual
      Then a silence period runs until 15 March 2024

    Scenario: Too late
      When the date is 16 March 2024
      And India objects because "paragraph 4 is not agreed"
      Then what is missing is stage
      And it is said that the case is adopted
      When the record is settled
      Then it is adopted

    Scenario: An observer cannot hold or break it
      When Japan holds the silence because "we wait for instructions"
      Then what is missing is actor
      When Japan breaks the silence because "we object"
      Then what is missing is actor

    Scenario: Nor is an observer's objection one
      When Japan objects because "we object"
      Then what is missing is actor

  Rule: The text cannot change and nothing else moves the case while it runs

    Background:
      Given the date is 1 March 2024
      And the draft "Guidelines" of the kind "guidelines" is before the SOC
      And the Chair puts "adopt" under silence

    Scenario: An amendment
      When the Chair tables a new revision
      Then what is missing is silence
      And the way out is that a member breaks the silence, the Chair ends it, or it comes to its end

    Scenario: The body in session does not decide past it
      When the Chair asks to adopt the draft
      Then what is missing is silence

    Scenario: A second one
      When the Chair puts "adopt" under silence for P5D
      Then what is missing is no-silence

  Rule: A hold stops the clock, and what was left runs on

    Background:
      Given the date is 1 March 2024
      And the draft "Guidelines" of the kind "guidelines" is before the SOC
      And the Chair puts "adopt" under silence for P10D

    Scenario: Awaiting instructions
      When the date is 5 March 2024
      And India holds the silence because "we wait for instructions"
      And the date is 20 March 2024
      And the record is settled
      Then it stands at "before-soc"
      And India holds the silence
      When India releases the silence
      Then a silence period runs until 26 March 2024
      When the date is 26 March 2024
      And the record is settled
      Then it is adopted

    Scenario: With the last hold the clock runs on
      When the date is 5 March 2024
      And India holds the silence because "we wait for instructions"
      And Iran holds the silence because "so do we"
      And the date is 6 March 2024
      And India releases the silence
      Then Iran holds the silence
      When the date is 7 March 2024
      And Iran releases the silence
      Then a silence period runs until 13 March 2024

    Scenario: Nobody releases what it does not hold
      When India releases the silence
      Then what is missing is holding

  Rule: The Chair may give more time, never less, and may cease to propose

    Background:
      Given the date is 1 March 2024
      And the draft "Guidelines" of the kind "guidelines" is before the SOC
      And the Chair puts "adopt" under silence for P10D

    Scenario: Extended
      When the Chair extends the silence by P3D because "delegations asked for time"
      Then a silence period runs until 14 March 2024

    Scenario: Not beyond what the rules allow
      When the Chair extends the silence by P40D because "delegations asked for time"
      Then what is missing is silence-length
      And it is said that a silence period of 50 days is not between 3 days and 30 days

    Scenario: Ended without a decision
      When the Chair ends the silence because "the text has to be put right first"
      Then the silence is ended
      And it stands at "before-soc"

  Rule: What is opened must be a decision, of the body the case is before, with an end to come

    Background:
      Given the date is 1 March 2024
      And the draft "Guidelines" of the kind "guidelines" is before the SOC

    Scenario: An end before the beginning
      When the Chair puts "adopt" under silence until 1 February 2024
      Then what is missing is silence-length

    Scenario: Shorter than the rules allow
      When the Chair puts "adopt" under silence for PT1H
      Then what is missing is silence-length
      And it is said that a silence period of 1 hour is not between 3 days and 30 days

    Scenario: Working days, by the calendar of the seat
      When the Chair puts "adopt" under silence for 5 working days
      Then a silence period runs until 11 March 2024

    Scenario: A calendar that does not know the year
      When the date is 20 December 2027
      And the Chair puts "adopt" under silence for 12 working days
      Then what is missing is silence-length
      And it is said that the calendar of working days does not know the year 2028

    Scenario: Not every act is a decision
      When the Chair puts "defer" under silence
      Then what is missing is by-silence

    Scenario: A standing objection is not silenced
      When India objects because "paragraph 4 is not agreed"
      And the Chair puts "adopt" under silence
      Then what is missing is consensus

    Scenario: Only the Chair proposes it
      When India puts "adopt" under silence
      Then what is missing is actor

    Scenario: A case that is before no body
      Given a case of "draft-document" called "Another text" is opened by India:
        | kind | guidelines |
      When the Chair puts "adopt" under silence
      Then what is missing is stage and by-silence

  Rule: What the decision needs beside consensus has to be there at the end

    Scenario: The candidate has become a member meanwhile
      Given the date is 1 March 2024
      And the application of Lebanon is before the SOC
      When the Chair puts "recommend" under silence for P14D
      And a case of "accession" called "Accession of Lebanon" is opened by Lebanon:
        | subject | Lebanon |
      And it goes to the MC
      And Lebanon performs "sign-declaration":
        | declaration-signed | 2024-03-01 |
      And Lebanon performs "sign-act":
        | act-signed | 2024-03-01 |
      And the Chair performs "admit"
      And the date is 15 March 2024
      And the record is settled
      And the matter turns to "Observer status of Lebanon"
      Then the silence is ended
      And it stands at "before-soc"
      And Lebanon is a member
