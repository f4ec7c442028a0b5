### Mots des pages HTML, en français.
###
### html.en.ftl a exactement les mêmes identifiants. Chaque valeur tient sur une ligne, sauf les choix.

## Toutes les pages

html-skip = Aller au contenu
html-foot = Page écrite par grader { $version }. Elle ne charge rien et n’envoie rien.
html-passed = réussi
html-failed = échoué
html-failed-extra = échoué, crédit supplémentaire
html-failed-info = échoué, pour information
html-unjudged = non jugé
html-skipped = non joué

## La page d’un étudiant

html-around = Autres pages de la classe
html-back = ← { $class }
html-before = ‹ { $name }
html-after = { $name } ›
html-points = Points
html-steps-caption = Points de chaque étape
html-step = Étape
html-required = Demandé
html-extra = Supplément
html-sum = Somme
html-dropped = ne compte pas
html-scenarios-caption = Scénarios de l’étape { $step }
html-verdict = Résultat
html-scenario = Scénario
html-program = Programme
html-file = Fichier
html-because = Reconnu parce que
html-remark = Remarque
html-again = Même constat que plus haut : { $place }
html-see = Voir l’échange
html-this-line = (la ligne concernée)
html-schedule = Deux threads côte à côte, le temps allant vers le bas
html-review = Relire les réponses écrites, avec leur corrigé (pour l’enseignant)

## Le schéma d’un échange

html-diagram = L’échange
html-diagram-label = Schéma de l’échange ; le même est raconté en texte juste après.
html-diagram-told = L’échange en texte
html-time = temps
html-ms = { $count } ms
html-seconds = { $whole },{ $tenth } s
html-bytes = { $form ->
    [one] { $count } octet
   *[other] { $count } octets
    }
html-lane-client = Client { $name }
html-lane-server = Serveur { $name }
html-lane-played = joué par le grader
html-lane-others = Les autres
html-lane-tool = programme de la machine
html-lane-nobody = personne n’est là
html-told-arrow = { $from }, { $to } : { $what }
html-told-note = { $who } : { $what }
html-told-at = { $time } (événement { $number }) – { $text }

## La page d’une classe

html-spread = Répartition des notes
html-spread-label = Répartition des notes : { $bars }
html-spread-bar = de { $from } à { $to } : { $count }
html-more = Et { $count } autres
html-more-faults = Les { $count } autres constats
html-of = { $count } sur { $total }
html-for-example = Par exemple
html-show-those = { $form ->
    [one] Montrer cet étudiant dans le tableau
   *[other] Montrer ces { $count } étudiants dans le tableau
    }
html-heat = Étudiants et scénarios
html-heat-caption = Une ligne par étudiant, une colonne par scénario, groupées par étape. Les en-têtes à bouton trient.
html-heat-legend = ✓ réussi, ✗ échoué, ! échoué sans coûter de point demandé, ? non jugé, – non joué. Un échec mène à son explication.
html-points-short = pts
html-rate = Réussite, en %
html-flag = à regarder vous-même
html-cell = { $verdict } : { $what }
html-find = Nom
html-show = Montrer
html-show-all = tout le monde
html-show-look = à regarder vous-même
html-show-low = sous la moitié du barème
html-show-unmarked = sans note
html-fault = Constat
html-fault-any = peu importe
html-step-all = toutes
html-step-points = les points seulement
html-reset = Tout remettre
html-count = {"{shown}"} étudiants sur {"{all}"}
html-nobody = Personne ne correspond à ces choix.

## La page des rencontres

html-interop-axes = Une ligne par client, une colonne par serveur.
html-interop-corner = Client ↓ serveur →
html-interop-reached = Réussis
html-interop-served = Clients servis
html-interop-cell = Client { $client }, serveur { $server } : { $what }
html-interop-pairs = Entre qui
