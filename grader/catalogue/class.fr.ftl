### Mots des rapports d’une classe, en français.
###
### class.en.ftl a exactement les mêmes identifiants. Chaque valeur tient sur une ligne, sauf les choix.

class-title = { $class } · { $lab }
class-title-step = { $class } · { $lab }, étape { $step }
class-count = { $form ->
    [one] { $count } rendu noté
   *[other] { $count } rendus notés
    }
class-mark-none = –
class-mark-of = /{ $scale }
class-column-student = Étudiant
class-column-mark = Note
class-any-program = un programme
class-legend = ✓ tout est réussi, ✗ rien ne l’est, ~ une partie l’est, – rien ne compte, ? rien n’a pu être jugé
class-mean = Moyenne { $mean }, médiane { $median }, de { $lowest } à { $highest } (sur { $scale })
class-faults = Les constats les plus fréquents
class-fault = { $count } sur { $total } : { $title } ({ $code } ; par exemple { $example })
class-faults-none = Aucun constat : tout le monde a tout réussi.
class-looks = À regarder vous-même
class-look = { $name } : { $why }
class-look-undecided = n’a pas pu être noté, sans que ce soit sa faute : { $why }
class-look-inconclusive = { $form ->
    [one] un scénario n’a pas pu être jugé
   *[other] { $count } scénarios n’ont pas pu être jugés
    }
class-look-misnamed = il manque des programmes, et des fichiers ne servent à rien : { $files }
class-look-nothing = aucun scénario réussi

## Le calcul d’une note

mark-answers = { $form ->
    [one] une réponse écrite : { $score } sur { $max }, décidées par l’enseignant : { $decided }
   *[other] { $count } réponses écrites : { $score } sur { $max }, décidées par l’enseignant : { $decided }
    }
mark-answers-waiting = { $form ->
    [one] une réponse écrite : { $score } sur { $max }, décidées par l’enseignant : { $decided } ; à relire, qui ne comptent pas encore : { $waiting }
   *[other] { $count } réponses écrites : { $score } sur { $max }, décidées par l’enseignant : { $decided } ; à relire, qui ne comptent pas encore : { $waiting }
    }
mark-step-adjusted = étape { $step } : { $points } ({ $reason })
mark-scaled = { $score } sur { $max }, soit { $value } sur { $scale }
mark-extra = crédit supplémentaire : { $points } × { $scale } ÷ { $max } = +{ $value }
mark-extra-limited = crédit supplémentaire : { $points } × { $scale } ÷ { $max }, limité à +{ $value }
mark-late = retard, { $form ->
    [one] { $days } jour
   *[other] { $days } jours
    } : −{ $value }
mark-late-limited = retard, { $form ->
    [one] { $days } jour
   *[other] { $days } jours
    }, pénalité limitée : −{ $value }
mark-adjusted = { $points } ({ $reason })
mark-bounded = ramené à { $value }
mark-rounded = { $way ->
    [up] arrondi au multiple de { $step } supérieur : { $value }
    [down] arrondi au multiple de { $step } inférieur : { $value }
   *[nearest] arrondi au multiple de { $step } le plus proche : { $value }
    }
mark-none = pas de note : rien de ce qui compte n’a pu être jugé
mark-undecided = { $form ->
    [one] un scénario non jugé ne compte ni en bien ni en mal
   *[other] { $count } scénarios non jugés ne comptent ni en bien ni en mal
    }

## Ce que disent les fichiers pour d’autres programmes

class-told-mark = Note : { $mark }
class-told-line = { $label } : { $text }
class-told-submission = Le rendu
notes-name = Nom
notes-id = Identifiant
notes-step = Étape { $step }
notes-arithmetic = Calcul

## Les programmes de la classe entre eux

class-interop-title = { $class } · { $lab }, étape { $step } : chaque client face à chaque serveur
class-interop-axes = Une ligne par client, une colonne par serveur : { $servers }
class-interop-reference = la référence
class-interop-legend = ✓ ils se parlent, ✗ non, ? non jugé, – programme absent
class-interop-rate = { $name } : comme serveur { $served } clients sur { $clients }, comme client { $reached } serveurs sur { $servers }
class-interop-faults = Pourquoi cela échoue
class-interop-fault = { $count } fois : { $title } ({ $code } ; par exemple { $client } vers { $server })
