### Words of the reports on a class, in English.
###
### class.fr.ftl has exactly the same identifiers. Each value takes one line, except choices.

class-title = { $class } · { $lab }
class-title-step = { $class } · { $lab }, step { $step }
class-count = { $form ->
    [one] { $count } submission graded
   *[other] { $count } submissions graded
    }
class-mark-none = –
class-mark-of = /{ $scale }
class-column-student = Student
class-column-mark = Mark
class-any-program = a program
class-legend = ✓ all passed, ✗ none passed, ~ some passed, – nothing counts, ? nothing could be judged
class-mean = Mean { $mean }, median { $median }, from { $lowest } to { $highest } (out of { $scale })
class-faults = The commonest findings
class-fault = { $count } of { $total }: { $title } ({ $code }; for example { $example })
class-faults-none = No finding: everybody passed everything.
class-looks = Look at these yourself
class-look = { $name }: { $why }
class-look-undecided = could not be graded, through no fault of theirs: { $why }
class-look-inconclusive = { $form ->
    [one] one scenario could not be judged
   *[other] { $count } scenarios could not be judged
    }
class-look-misnamed = programs are missing, and some files serve no step: { $files }
class-look-nothing = no scenario passed

## How a mark is worked out

mark-answers = { $form ->
    [one] one written answer: { $score } of { $max }, decided by the teacher: { $decided }
   *[other] { $count } written answers: { $score } of { $max }, decided by the teacher: { $decided }
    }
mark-answers-waiting = { $form ->
    [one] one written answer: { $score } of { $max }, decided by the teacher: { $decided }; to be read, and not counted yet: { $waiting }
   *[other] { $count } written answers: { $score } of { $max }, decided by the teacher: { $decided }; to be read, and not counted yet: { $waiting }
    }
mark-step-adjusted = step { $step }: { $points } ({ $reason })
mark-scaled = { $score } of { $max }, that is { $value } out of { $scale }
mark-extra = extra credit: { $points } × { $scale } ÷ { $max } = +{ $value }
mark-extra-limited = extra credit: { $points } × { $scale } ÷ { $max }, limited to +{ $value }
mark-late = late by { $form ->
    [one] { $days } day
   *[other] { $days } days
    }: −{ $value }
mark-late-limited = late by { $form ->
    [one] { $days } day
   *[other] { $days } days
    }, limited penalty: −{ $value }
mark-adjusted = { $points } ({ $reason })
mark-bounded = brought to { $value }
mark-rounded = { $way ->
    [up] rounded up to a multiple of { $step }: { $value }
    [down] rounded down to a multiple of { $step }: { $value }
   *[nearest] rounded to the nearest multiple of { $step }: { $value }
    }
mark-none = no mark: nothing that counts could be judged
mark-undecided = { $form ->
    [one] one scenario that could not be judged counts neither way
   *[other] { $count } scenarios that could not be judged count neither way
    }

## What the files for other programs say

class-told-mark = Mark: { $mark }
class-told-line = { $label }: { $text }
class-told-submission = The submission
notes-name = Name
notes-id = Identifier
notes-step = Step { $step }
notes-arithmetic = Arithmetic

## The programs of the class with each other

class-interop-title = { $class } · { $lab }, step { $step }: every client against every server
class-interop-axes = A row for each client, a column for each server: { $servers }
class-interop-reference = the reference
class-interop-legend = ✓ they talk, ✗ they do not, ? not judged, – no program
class-interop-rate = { $name }: as a server { $served } clients of { $clients }, as a client { $reached } servers of { $servers }
class-interop-faults = Why it fails
class-interop-fault = { $count } times: { $title } ({ $code }; for example { $client } to { $server })
