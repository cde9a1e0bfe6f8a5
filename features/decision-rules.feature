Feature: Rules of decision as data: a team of the Rust project, the IESG, a house of seven, and the Council of the EU
  Who is asked, what may be said, and how many words are enough is in the rulebook; the engine counts.

  Rule: All but two have reviewed it, more than half have, and no concern is open

    Background:
      Given the rulebook "rust-fcp"
      And the record begins on 1 January 2026
      And the date is 5 January 2026
      And a case of "rfc" called "Let chains" is opened by Ana
      And Ana performs "propose-fcp":
        | disposition | merge |

    Scenario: Two of five are not enough
      When Ana and Cyd state "reviewed"
      And rfcbot performs "start-fcp":
        | decides | merge |
      Then what is missing is consensus
      And it is said that 1 more of the 5 with a say must express reviewed
      And the way out is that Ben, Dov or Eve expresses reviewed

    Scenario Outline: Three of five are, and ten days without a concern decide
      When Ana, Ben and Cyd state "reviewed"
      And rfcbot performs "start-fcp":
        | decides | <act> |
      And the date is 15 January 2026
      And the record is settled
      Then it is "<decision>"
      And it took effect on 15 January 2026
      And the roll has 3 as "reviewed"
      And the roll has 2 as "silent"

      Examples:
        | act      | decision  |
        | merge    | merged    |
        | postpone | postponed |
        | close    | closed    |

    Scenario: Nobody merges by hand, not even with five reviews
      When Ana, Ben, Cyd, Dov and Eve state "reviewed"
      And rfcbot performs "merge"
      Then what is missing is ground

    Scenario: A concern outlives an amendment, a review does not
      When Ana, Ben and Cyd state "reviewed"
      And Dov states "concerned" with the concern "syntax" because "the keyword is taken"
      And Ana performs "amend":
        | summary | another keyword |
      And rfcbot performs "start-fcp":
        | decides | merge |
      Then what is missing is consensus
      When Ana, Ben and Cyd state "reviewed"
      And rfcbot performs "start-fcp":
        | decides | merge |
      Then what is missing is consensus
      And the way out is that Dov withdraws it

    Scenario: Of two concerns of one member, the second stands when the first is resolved
      When Ana, Ben, Cyd and Dov state "reviewed"
      And Dov states "concerned" with the concern "syntax" because "the keyword is taken"
      And Dov states "concerned" with the concern "soundness" because "borrows across a yield"
      And Dov states "nothing yet" with the concern "syntax"
      And rfcbot performs "start-fcp":
        | decides | merge |
      Then what is missing is consensus
      When Dov states "nothing yet" with the concern "soundness"
      And rfcbot performs "start-fcp":
        | decides | merge |
      Then a silence period runs until 15 January 2026

    Scenario: A new concern takes the comment period off
      When Ana, Ben and Cyd state "reviewed"
      And rfcbot performs "start-fcp":
        | decides | merge |
      And the date is 12 January 2026
      And Eve states "concerned" with the concern "drop-order" because "temporaries"
      Then the silence is broken

    Scenario: A concern needs a reason
      When Eve states "concerned"
      Then what is missing is reasoned-objection

    Scenario: Who asks to cancel says why
      When Ana, Ben and Cyd state "reviewed"
      And rfcbot performs "start-fcp":
        | decides | merge |
      And Eve performs "cancel-fcp" because "wait for the survey"
      Then the silence is ended

  Rule: Those are asked that were members when it was proposed

    Background:
      Given the rulebook "rust-fcp"
      And the record begins on 1 January 2026
      And the date is 5 January 2026
      And a case of "rfc" called "Generators" is opened by Ana
      And Ana performs "propose-fcp":
        | disposition | close |
      And Ana, Ben, Cyd and Eve state "reviewed"

    Scenario: A member that joins later is on the record and stops nothing
      When a case of "membership" called "Fay joins" is opened by Ben:
        | subject | Fay |
      And Ben performs "propose-fcp":
        | disposition | join |
      And Ana, Ben and Cyd state "reviewed"
      And rfcbot performs "start-fcp":
        | decides | join |
      And the date is 15 January 2026
      And the record is settled
      Then it is "joined"
      When a case of "rfc" called "Traits" is opened by Fay
      And Fay performs "propose-fcp":
        | disposition | merge |
      And Ana, Ben and Cyd state "reviewed"
      And rfcbot performs "start-fcp":
        | decides | merge |
      Then what is missing is consensus
      And it is said that 1 more of the 6 with a say must express reviewed

    Scenario: Whoever is nominated may leave it at that
      When a case of "membership" called "Fay joins" is opened by Ben:
        | subject | Fay |
      And Ben performs "propose-fcp":
        | disposition | join |
      And Ana, Ben and Cyd state "reviewed"
      And rfcbot performs "start-fcp":
        | decides | join |
      And Ana performs "cancel-fcp" because "Fay asks for time"
      And Fay performs "decline"
      Then it stands at "declined"

  Rule: One Yes, no Discuss, and two thirds of those that are not recused

    Background:
      Given the rulebook "ietf"
      And the record begins on 1 January 2026
      And the date is 5 January 2026
      And a case of "document" called "The Foo protocol" is opened by the chair of the working group
      And the chair of the working group performs "start-wglc":
        | due | 2026-01-19 |

    Scenario: A last call is not cut short
      When the date is 19 January 2026
      And the chair of the working group performs "call-consensus" because "no time"
      Then what is missing is after
      When the date is 20 January 2026
      And the chair of the working group performs "call-consensus" because "nobody is opposed"
      Then it stands at "wg-consensus"

    Scenario: The ballot
      When the date is 20 January 2026
      And the chair of the working group performs "call-consensus" because "nobody is opposed"
      And the chair of the working group performs "request-publication"
      And Ben performs "request-last-call":
        | due | 2026-02-03 |
      And the date is 4 February 2026
      And Ben performs "issue-ballot"
      And Cai, Deb, Eri, Fri, Gus, Hal, Ina, Jim and Kim state "no objection"
      And the Secretariat performs "approve"
      Then it is said that 1 more of the 14 with a say must express yes
      When Ned states "discuss" because "congestion control"
      And Ben states "yes"
      And the Secretariat performs "approve"
      Then what is missing is consensus
      And the way out is that Ned withdraws it
      When Ned states "abstain"
      And the Secretariat performs "approve"
      Then it is "approved"
      And on the roll Ned is "abstain"
      And on the roll Amy is "silent"

    Scenario: Whoever is recused is not counted
      When the date is 20 January 2026
      And the chair of the working group performs "call-consensus" because "nobody is opposed"
      And the chair of the working group performs "request-publication"
      And Ben performs "request-last-call":
        | due | 2026-02-03 |
      And the date is 4 February 2026
      And Ben performs "issue-ballot"
      And Ben states "yes"
      And Cai, Deb, Eri, Fri, Gus, Hal, Ina and Jim state "no objection"
      And the Secretariat performs "approve"
      Then it is said that 1 more of the 14 with a say must express yes or no objection
      When Amy states "recuse"
      And the Secretariat performs "approve"
      Then it is "approved"
      And on the roll Amy is "recuse"

  Rule: What others decided is reported, and is no decision of a body

    Scenario: The Nominating Committee selects an area director
      Given the rulebook "ietf"
      And the record begins on 1 January 2026
      And the date is 1 April 2026
      When a case of "selection" called "Ned returns" is opened by the Secretariat:
        | subject | Ned        |
        | until   | 2028-03-15 |
      Then what is missing is reason
      When a case of "selection" called "Ned returns" is opened by the Secretariat because "announced on 31 March 2026":
        | subject | Ned        |
        | until   | 2028-03-15 |
      Then it stands at "appointed"
      And Ned is an area director

  Rule: Consent of those that are there, and an objection is tested

    Background:
      Given the rulebook "circle"
      And the record begins on 1 March 2026
      And the date is 2 March 2026
      And the CIRCLE meets without Gil
      And a case of "policy" called "Guests" is opened by Ada
      And the facilitator performs "present"

    Scenario: A round is over when everybody that is there has had a turn
      When Ada performs "ask"
      And the facilitator performs "open-reactions"
      Then what is missing is complete
      And it is said that Bea, Clo, Dee, Eva and Flo have not asked yet

    Scenario: An objection that is no more than a preference is set aside, and both stay on the record
      When Ada performs "ask"
      And Bea performs "ask"
      And Clo performs "ask"
      And Dee performs "ask"
      And Eva performs "ask"
      And Flo performs "ask"
      And the facilitator performs "open-reactions"
      And Ada performs "react":
        | reaction | good enough |
      And Bea performs "react":
        | reaction | good enough |
      And Clo performs "react":
        | reaction | good enough |
      And Dee performs "react":
        | reaction | not for me |
      And Eva performs "react":
        | reaction | good enough |
      And Flo performs "react":
        | reaction | good enough |
      And the facilitator performs "open-consent"
      And Dee states "objection" because "I do not like guests"
      And the facilitator performs "consent":
        | due | 2027-03-01 |
      Then what is missing is consensus
      When the facilitator performs "test-objection" because "a preference":
        | objector  | Dee   |
        | paramount | false |
      And Flo states "stand aside" because "I shall not host"
      And the facilitator performs "consent":
        | due | 2027-03-01 |
      Then it is "consented to"
      And the objection of Dee is set aside
      And on the roll Dee is "silent"
      And on the roll Flo is "stand aside"
      And on the roll Gil is "absent"
      When the meeting is closed
      And the date is 28 February 2027
      And the CIRCLE meets with all members present
      And the facilitator performs "renew":
        | due | 2028-03-01 |
      Then it is "renewed"
      When the date is 1 March 2028
      And the record is settled
      Then it stands at "in-effect"
      When the date is 2 March 2028
      And the record is settled
      Then it stands at "lapsed"
      And the last act on the record is "lapse" by the facilitator

  Rule: Silence for hours, for the matters that are listed, and agreement in writing for others

    Background:
      Given the rulebook "eu-council"
      And the record begins on 1 February 2026
      And the date is 5 February 2026

    Scenario: A reply that Coreper has examined
      Given a case of "question" called "Written question" is opened by the General Secretariat
      And the COREPER meets with all members present
      When the Presidency performs "put-to-coreper"
      And the Presidency performs "reply"
      Then what is missing is stage and ground
      When the Presidency performs "examine"
      And the Presidency performs "open-silence":
        | decides | reply |
      And the date is 8 February 2026
      And the record is settled
      Then it is "replied"

    Scenario: An act outside the list is not adopted by silence, and in writing only when all agree
      Given a case of "act" called "Measures" is opened by the High Representative
      When the Presidency performs "put"
      And every member performs "position":
        | position | agreement |
      And Malta states "abstention"
      And the Presidency performs "adopt-in-writing"
      Then what is missing is consensus
      And it is said that Malta has not expressed agreement
      When Malta states "agreement"
      And the Presidency performs "adopt-in-writing"
      Then it is adopted
      And the roll has 27 as "agreement"
