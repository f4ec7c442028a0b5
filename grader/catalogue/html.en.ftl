### Words of the HTML pages, in English.
###
### html.fr.ftl has exactly the same identifiers. Each value takes one line, except choices.

## Every page

html-skip = Skip to the content
html-foot = Page written by grader { $version }. It loads nothing and sends nothing.
html-passed = passed
html-failed = failed
html-failed-extra = failed, extra credit
html-failed-info = failed, for information
html-unjudged = not judged
html-skipped = not played

## A student's page

html-around = Other pages of the class
html-back = ← { $class }
html-before = ‹ { $name }
html-after = { $name } ›
html-points = Points
html-steps-caption = Points of each step
html-step = Step
html-required = Required
html-extra = Extra
html-sum = Sum
html-dropped = does not count
html-scenarios-caption = Scenarios of step { $step }
html-verdict = Result
html-scenario = Scenario
html-program = Program
html-file = File
html-because = Recognised because
html-remark = Remark
html-again = Same finding as above: { $place }
html-see = See the exchange
html-this-line = (the line concerned)
html-schedule = Two threads side by side, time going down
html-review = Review the written answers beside the model answers (for the teacher)

## The diagram of an exchange

html-diagram = The exchange
html-diagram-label = Diagram of the exchange; the same is told as text right after it.
html-diagram-told = The exchange as text
html-time = time
html-ms = { $count } ms
html-seconds = { $whole }.{ $tenth } s
html-bytes = { $form ->
    [one] { $count } byte
   *[other] { $count } bytes
    }
html-lane-client = Client { $name }
html-lane-server = Server { $name }
html-lane-played = played by the grader
html-lane-others = The others
html-lane-tool = program of the machine
html-lane-nobody = nobody is there
html-told-arrow = { $from }, { $to }: { $what }
html-told-note = { $who }: { $what }
html-told-at = { $time } (event { $number }) – { $text }

## The page of a class

html-spread = Distribution of marks
html-spread-label = Distribution of marks: { $bars }
html-spread-bar = from { $from } to { $to }: { $count }
html-more = And { $count } more
html-more-faults = The { $count } other findings
html-of = { $count } of { $total }
html-for-example = For example
html-show-those = { $form ->
    [one] Show this student in the table
   *[other] Show these { $count } students in the table
    }
html-heat = Students and scenarios
html-heat-caption = A row for each student, a column for each scenario, grouped by step. Headings with a button sort.
html-heat-legend = ✓ passed, ✗ failed, ! failed without costing a required point, ? not judged, – not played. A failure leads to its explanation.
html-points-short = pts
html-rate = Passed, in %
html-flag = look at this one yourself
html-cell = { $verdict }: { $what }
html-find = Name
html-show = Show
html-show-all = everybody
html-show-look = to look at yourself
html-show-low = below half of the scale
html-show-unmarked = without a mark
html-fault = Finding
html-fault-any = any
html-step-all = all
html-step-points = points only
html-reset = Reset
html-count = {"{shown}"} of {"{all}"} students
html-nobody = Nobody matches these choices.

## The page of meetings

html-interop-axes = A row for each client, a column for each server.
html-interop-corner = Client ↓ server →
html-interop-reached = Passed
html-interop-served = Clients served
html-interop-cell = Client { $client }, server { $server }: { $what }
html-interop-pairs = Between whom
