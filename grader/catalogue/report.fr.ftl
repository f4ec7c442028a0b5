### Mots des rapports, en français.
###
### report.en.ftl a exactement les mêmes identifiants. Chaque valeur tient sur une ligne, sauf les choix.
### $bytes est déjà échappé et entre guillemets ; $form vaut « one » ou « other ».

## Mots communs

word-quote = « { $text } »
word-quote-cut = « { $text } » ({ $count } octets)
word-semicolon = {" "};{" "}
word-endpoint = { $host }:{ $port }
word-address = l’adresse { $address }
word-address-of = de l’adresse { $address }
word-address-to = à l’adresse { $address }
word-your-server = votre serveur
word-your-server-of = de votre serveur
word-your-server-to = à votre serveur
word-your-client = votre client
word-your-client-of = de votre client
word-your-client-to = à votre client
word-peer-client = le client { $name }
word-peer-client-of = du client { $name }
word-peer-client-to = au client { $name }
word-peer-server = le serveur { $name }
word-peer-server-of = du serveur { $name }
word-peer-server-to = au serveur { $name }

## Ce qu’un programme attend quand plus rien ne bouge

waits = { $program } { $what }
waits-in-threads = dans ses { $count } threads, { $program } { $what }
waits-in-processes = dans ses { $count } processus ou threads, { $program } { $what }
waits-more = { $form ->
    [one] et { $count } autre attente
   *[other] et { $count } autres attentes
    }
waits-ended = { $program } est déjà terminé
waits-unknown = { $program } ne fait plus rien
waits-accept = attend un client dans accept()
waits-connect = attend dans connect() que la connexion s’établisse
waits-receive = attend des octets dans recv()
waits-receive-from = attend dans recv() un message { $other }
waits-send = attend dans send() que l’autre côté lise
waits-send-to = attend dans send() que de la place se libère : { $other }, plus rien n’est lu
waits-keyboard = attend une saisie au clavier
waits-read = attend dans read(), ailleurs qu’au clavier et sur le réseau
waits-write = attend dans write() que sa sortie soit lue
waits-select = attend dans { $call }() qu’une de ses sockets ait quelque chose à lire
waits-lock = attend un verrou, un signal d’un autre thread ou sa fin
waits-child = attend la fin d’un processus qu’il a lancé
waits-signal = attend un signal
waits-sleep = ne fait que dormir, se réveiller sans rien trouver, et se rendormir
waits-nothing = tourne en boucle sans avancer
waits-spin-raw = tourne en boucle sans avancer : { $seen }
waits-spin-computes = tourne en boucle : { $seconds } s de processeur consommées sans avancer
waits-spin-empty = tourne en boucle : { $call }() a rendu 0 octet { $count } fois de suite, sans attendre
waits-spin-empty-from = tourne en boucle : recv() a rendu 0 octet { $count } fois de suite, sans attendre, car plus rien ne viendra { $other }
waits-spin-error = tourne en boucle : { $call }() a échoué { $count } fois de suite ({ $error })

## Ce qui était attendu

expected-after = { $expected }, { $after }
expected-listening = que { $program } se mette à l’écoute
expected-connect = que { $program } laisse { $peer } se connecter
expected-accept = que { $program } se connecte { $peer }, port { $port }
expected-connected = que { $program } se connecte { $to }
expected-bytes-exact = que { $program } envoie exactement { $bytes } { $peer }
expected-bytes-contains = que { $program } envoie { $peer } un texte qui contient { $bytes }
expected-bytes-regex = que { $program } envoie { $peer } un texte de la forme { $bytes }
expected-bytes-anything = que { $program } envoie un message { $peer }
expected-shown = que { $program } affiche { $bytes } dans son terminal
expected-shown-regex = que { $program } affiche dans son terminal un texte de la forme { $bytes }
expected-shown-anything = que { $program } affiche quelque chose dans son terminal
expected-end = que { $program } ferme la connexion avec { $peer } (FIN)
expected-refused = que { $program } tente de se connecter alors que personne n’écoute
expected-exit = que { $program } se termine, avec le statut 0
expected-exit-any = que { $program } se termine, sans erreur
expected-exit-or-accepting = que { $program } se termine avec le statut 0, ou retourne attendre un client dans accept()
expected-quiet = que { $program } n’envoie rien de plus { $peer }
expected-settle = que { $program } continue sans erreur

after-received = après avoir reçu { $bytes }
after-received-from = après avoir reçu { $bytes } { $other }
after-typed = après la saisie de { $bytes }
after-typed-at = après la saisie de { $bytes } au clavier { $program }
after-typed-nothing = après une ligne vide validée au clavier { $program }
after-input-ended = après Ctrl-D au clavier
after-interrupted = après Ctrl-C au clavier
after-killed = quand { $program } est arrêté de force par le grader
after-closed = après que { $other } a fermé la connexion
after-half-closed = après que { $other } a fermé son sens de la connexion
after-reset = après que { $other } a coupé la connexion (RST)
after-restarted = une fois { $program } relancé
after-restarted-itself = une fois relancé

## Ce qui est arrivé

happened-nothing = rien : { $waits }
happened-ignored = rien : { $waits }, et ne lit jamais cette connexion
happened-only-shown = il ne s’affiche que { $bytes } ; { $waits }
happened-differs = { $program } a envoyé { $bytes }
happened-differs-unknown = { $program } a envoyé autre chose
happened-file-there = { $program } a créé le fichier « { $path } »
happened-extra = { $program } a envoyé { $bytes } en plus
happened-extra-unknown = { $program } a envoyé autre chose en plus
happened-ended = { $program } a fermé la connexion (FIN)
happened-reset = { $program } a coupé la connexion (RST)
happened-refused = la connexion vers { $address } est refusée (RST) : personne n’écoute à cette adresse
happened-refused-elsewhere = la connexion vers { $address } est refusée (RST) : { $program } écoute sur { $listening }
happened-refused-ended = la connexion vers { $address } est refusée (RST) : { $program } s’est terminé
happened-refused-closed = la connexion vers { $address } est refusée (RST) : { $program } n’y écoute plus
happened-refused-unknown = la connexion est refusée (RST)
happened-exited = { $program } s’est terminé (statut 0)
happened-status = { $program } s’est terminé avec le statut { $status }
happened-signal = { $program } a été tué par le signal { $number } ({ $name })
happened-crashed = { $program } s’est terminé sur une erreur
happened-after-refusal = { $refusal } ; ensuite, { $sentence }
exceeded-processes = { $program } a lancé presque 256 processus ou threads à la fois, et le grader l’a arrêté
exceeded-memory = { $program } a pris plus de mémoire que ce qui est permis, et le grader l’a arrêté
exceeded-processor = { $program } a occupé les processeurs plus de 20 s sans que rien n’en sorte, et le grader l’a arrêté
exceeded-output = { $program } a affiché plus de 256 Mio de texte, et le grader l’a arrêté
exceeded-connections = { $program } a ouvert des milliers de connexions ou de sockets, et le grader l’a arrêté
exceeded-traffic = { $program } a envoyé des messages sans fin sur le réseau, et le grader l’a arrêté
happened-crashed-saying = { $sentence } et ce message : { $said }
happened-spins = { $program } tourne en boucle et consomme le processeur sans avancer

## Pourquoi ce fichier

reason-manifest = Votre fichier tp.toml le dit.
reason-step-in-path = Son chemin contient { $text }.
reason-first-of-series = Sans numéro, c’est le premier de sa série.
reason-number = Il porte le n° { $number } de sa série.
reason-number-shifted = Il porte le n° { $number } d’une série décalée de { $shift }.
reason-word = Son nom contient { $word }.
reason-role-word = Son nom contient { $word }.
reason-listens = Son code se met à l’écoute.
reason-connects = Son code se connecte.
reason-facts = Il contient { $facts }.
reason-facts-only = Il contient { $facts }, et rien des autres étapes.
reason-facts-none = Il ne contient rien de propre à une autre étape.
reason-asked = C’est l’étape demandée, et son nom n’en dit pas d’autre.
reason-borrowed = L’étape n’a pas de fichier à elle ; celui de l’étape { $step } fait aussi ce qu’elle demande.

fact-listens = écoute
fact-accepts = accept()
fact-connects = connexion
fact-binds = bind()
fact-keyboard = clavier
fact-loop = une boucle
fact-threads = des threads
fact-events = select ou asyncio
fact-fork = des processus
fact-lock = un verrou
fact-eval = eval()
fact-list = une liste qui grandit
fact-accept-loop = accept() dans une boucle
fact-keyboard-loop = une saisie répétée
fact-fin = le mot « fin »
fact-commands = des commandes /…

## Pourquoi un scénario n’a pas été joué, ou pas jugé

not-played-no-server = Pas joué : l’étape n’a pas de serveur qui puisse démarrer.
not-played-no-client = Pas joué : l’étape n’a pas de client qui puisse démarrer.
not-played-needs = Pas joué ; à réussir d’abord : { $title }
not-played-needs-judged = Pas joué, sans perte de points ; dépend d’un scénario qui n’a pas pu être jugé : { $title }
not-played-isolation = Pas joué, et sans perte de points : cette machine ne le permet pas ({ $what }).
not-played-stopped = Pas joué : la vérification a été arrêtée avant.
inconclusive-outer-limit = Pas jugé, et sans perte de points : le temps maximal d’un scénario est passé sans que rien ne soit prouvé.
inconclusive-lost-packets = Pas jugé, et sans perte de points : la capture du réseau a perdu des paquets.
inconclusive-stopped = Pas jugé : la vérification a été arrêtée avant la fin.
inconclusive-fault = Pas jugé, et sans perte de points, par la faute du grader : { $message }

## Les événements, un par ligne

event-started = { $program } démarre
event-listening = { $program } écoute sur { $address }
event-killed = le grader arrête { $program } de force
event-output = { $program } affiche { $bytes }
event-capped = { $program } a déjà affiché { $count } octets, la suite n’est plus gardée
event-typed = { $bytes } est saisi au clavier { $program }
event-input-ended = Ctrl-D est tapé au clavier { $program }
event-interrupted = Ctrl-C est tapé au clavier { $program }
event-serving = { $peer } écoute sur le port { $port }
event-paused = { $peer } cesse de lire
event-resumed = { $peer } recommence à lire
event-syn = { $from } demande une connexion à { $address } (SYN)
event-established = la connexion est établie : { $from } est relié { $to }
event-refused = la connexion vers { $address } est refusée (RST)
event-data = { $from } envoie { $bytes } { $to }
event-end = { $from } ferme son sens de la connexion (FIN)
event-reset = { $from } coupe la connexion (RST)
event-still = plus rien ne peut arriver : { $waits }
event-still-ended = plus rien ne peut arriver : tous les programmes sont terminés
event-lost = la capture a perdu { $count } paquets
event-limit = le temps maximal du scénario ({ $seconds } s) est passé
event-stopped = la vérification est arrêtée
event-fault = faute du grader : { $message }

## Le diagramme

ladder-head-program = { $program } ({ $path })
ladder-head-client = Client { $name }, joué par le grader
ladder-head-two-clients = Clients { $first } et { $last }, joués par le grader
ladder-head-clients = Clients { $first } à { $last }, joués par le grader
ladder-head-any-client = Client joué par le grader
ladder-head-server = Serveur joué par le grader
ladder-starts = démarre
ladder-restarts = redémarre
ladder-listens = écoute sur { $address }
ladder-serves = écoute sur le port { $port }
ladder-exits = se termine (statut 0)
ladder-exits-with = se termine sur une erreur (statut { $status })
ladder-killed-by = tué par le signal { $number } ({ $name })
ladder-killed = arrêté de force par le grader
ladder-exceeded = arrêté par le grader : limite dépassée
ladder-capped = (la suite de l’affichage n’est pas gardée)
ladder-typed = au clavier :
ladder-typed-nothing = au clavier : une ligne vide
ladder-input-ended = au clavier : Ctrl-D
ladder-interrupted = au clavier : Ctrl-C
ladder-shows = affiche
ladder-more-lines = … { $count } autres lignes …
ladder-pauses = cesse de lire
ladder-resumes = recommence à lire
ladder-connects = SYN : connexion établie
ladder-connects-to = SYN vers { $address } : connexion établie
ladder-syn = SYN vers { $address }
ladder-refused = ✗ RST : connexion refusée
ladder-fin = FIN
ladder-rst = RST
ladder-expected = ? attendu :
ladder-expected-like = ? attendu, de la forme :
ladder-expected-anything = ? attendu : un message
ladder-expected-shown = ? attendu à l’écran :
ladder-expected-fin = ? attendu : FIN
ladder-expected-syn = ? attendu : SYN
ladder-expected-listening = ? attendu : l’écoute
ladder-expected-exit = ? attendu : la fin du programme
ladder-still = plus rien ne peut arriver
ladder-spins = plus rien de nouveau ne peut arriver
ladder-left-out = … { $count } lignes …
ladder-lost = la capture a perdu des paquets
ladder-limit = { $seconds } s : temps maximal du scénario
ladder-stopped = vérification arrêtée
caret-expected = attendu :
caret-received = reçu :

## Le rapport pour le terminal

human-title = { $name } · { $lab }
human-isolated = Chaque scénario a été joué dans un monde privé : réseau, fichiers et processus à part.
human-portable = Attention : isolation portable. Vos programmes ont tourné directement sur cette machine et son réseau, sans monde privé, et certains scénarios n’ont pas pu être joués. « grader doctor » dit comment permettre mieux.
human-programs = Programmes reconnus
human-program = { $step } { $role } : { $path }. { $why }
human-server = serveur
human-client = client
human-unused = Fichiers qu’aucune étape n’utilise : { $files }
human-concerns = Fichier concerné : { $path }
human-step = { $step } { $title }
human-step-bonus = { $title } (bonus)
human-block-extra = { $title } · crédit supplémentaire
human-block-info = { $title } · pour information, sans points
human-again = { $title } — même constat que plus haut ({ $place }) : { $finding }
human-place = { $step }, { $title }
block-expected = Attendu
block-happened = Constaté
block-where = Où
block-line = { $file }, ligne { $line }
block-why = Pourquoi
block-hint = À faire
block-lesson = À retenir
block-message = Message
block-missing = Manque
block-missing-server = le serveur de cette étape
block-missing-client = le client de cette étape

## Les points et la conclusion

points-both = ({ $score }/{ $max }, +{ $extra }/{ $extra_max })
points-required = ({ $score }/{ $max })
points-extra = (+{ $extra }/{ $extra_max })
points-info = info
points-none = –
points-of-required = { $score }/{ $max }
points-of-extra = +{ $score }/{ $max }
summary-interrupted = La vérification a été arrêtée avant la fin : ce résultat est incomplet.
summary-required = Demandé : { $score } sur { $max }
summary-extra = Crédit supplémentaire : { $score } sur { $max }
summary-inconclusive = { $form ->
    [one] Un scénario n’a pas pu être jugé ; il ne coûte aucun point. Relancez la vérification.
   *[other] { $count } scénarios n’ont pas pu être jugés ; ils ne coûtent aucun point. Relancez la vérification.
    }
summary-next = À regarder d’abord
summary-next-extra = Tout ce qui est demandé fonctionne, bravo. Pour aller plus loin
summary-all-passed = Tout fonctionne, bravo : il n’y a rien à corriger.
summary-all-but-notes = Tout ce qui compte fonctionne, bravo. Les remarques de ce rapport ne coûtent aucun point.
summary-undecided = Rien de faux n’a été trouvé, mais tout n’a pas pu être jugé.
summary-place = { $file } — étape { $step }, { $title }
summary-place-no-file = Étape { $step }, { $title }
summary-place-file = { $file } — étape { $step }
summary-place-step = Étape { $step }

not-played-no-tool = Pas joué : le programme { $tool } n’est pas installé ici (« grader doctor » dit comment l’avoir).
expected-not-shown = que { $program } n’affiche pas encore { $bytes }
expected-gone = que { $program } se termine, lui et tous les processus qu’il a créés
expected-file = que { $program } écrive le fichier « { $path } »
expected-no-file = que { $program } n’ait pas créé de fichier « { $path } »
expected-tally = que les { $each } messages de chacun des { $senders } clients soient là, chacun une seule fois, entier, et dans l’ordre de son client
expected-count = que les { $count } réponses portent des numéros qui se suivent, chacun une seule fois
expected-kept = que { $program } garde en un seul endroit { $texts }
happened-kept-apart = chacun est gardé à part : { $program } n’a aucune liste, aucun dictionnaire ni aucun fichier qui les contienne tous
happened-lost = il en manque : { $bytes } n’est nulle part
happened-doubled = il y en a en double : { $bytes }
happened-torn = il y a des morceaux de messages : { $bytes }
happened-disordered = l’ordre d’un client n’est pas gardé : { $bytes } vient avant ceux qui ont été envoyés avant lui
event-file = le fichier « { $path } » { $program } est là
event-no-file = pas de fichier « { $path } » { $program }
habit-learnt = { $title } : { $way }

## Messages l’un contre l’autre

expected-sweep = que deux messages envoyés en même temps à { $program } aient le même effet que l’un après l’autre
expected-lock = que ce que les threads de { $program } partagent ne soit modifié, et lu pour répondre, que sous un seul et même verrou, toujours rendu
collided-held = le thread du premier client a été retenu juste avant une instruction de la ligne { $line }, le message du second est passé, puis le premier a continué : { $result }
collided-held-answering = le thread qui répondait à { $said } a été retenu juste avant une instruction de la ligne { $line }, le message d’un autre client est passé, puis ce thread a continué : { $result }
collided-held-newcomer = le thread du premier client a été retenu juste avant une instruction de la ligne { $line }, un nouveau client s’est connecté et a parlé, puis ce thread a continué : { $result }
collided-held-leaver = le thread du premier client a été retenu juste avant une instruction de la ligne { $line }, un autre client est parti, puis ce thread a continué : { $result }
collided-held-reset = le thread d’un client a été retenu juste avant une instruction de la ligne { $line }, son client a coupé la connexion, puis ce thread a continué : { $result }
collided-lock-missing = plusieurs threads modifient « { $variable } » (ligne { $line }), aucun verrou n’est pris à ce moment
collided-lock-missing-here = « { $variable } » est modifié sous un verrou à la ligne { $other }, mais sans verrou à la ligne { $line }
collided-read-missing = la réponse montre ce message : elle ne lit donc « { $variable } » (ligne { $line }) qu’à ce moment, sans le verrou sous lequel la ligne { $other } le modifie
collided-read-not-common = la réponse montre ce message : elle ne lit donc « { $variable } » (ligne { $line }) qu’à ce moment, sous un autre verrou que celui sous lequel la ligne { $other } le modifie ({ $locks })
collided-lock-per-thread = « { $variable } » est modifié à la ligne { $line } sous un verrou, mais chaque thread y prend le sien : ils n’attendent jamais l’un sur l’autre
collided-lock-renewed = « { $variable } » est modifié à la ligne { $line } sous un verrou, mais ce n’est plus le même dès qu’un nouveau client arrive : celui qui tient l’ancien et celui qui prend le nouveau ne s’attendent pas
collided-lock-not-common = « { $variable } » est modifié sous un verrou à la ligne { $line } et sous un autre à la ligne { $other } ({ $locks })
collided-lock-order = deux verrous ({ $locks }) sont pris dans un ordre à la ligne { $line }, dans l’autre à la ligne { $other }
collided-lock-not-released = un verrou ({ $locks }) reste pris alors que plus personne ne travaille : le prochain qui le demande attendra toujours
collided-lock-not-released-after = après { $said } envoyé par un client, un verrou ({ $locks }) reste pris alors que plus personne ne travaille : le prochain qui le demande attendra toujours
collided-deadlock = chacun des deux threads attend un verrou que l’autre tient ; plus aucun ne peut avancer
collided-lost = « { $variable } » devrait contenir { $wanted }, on y trouve { $found }
collided-torn = les deux messages sont mélangés dans « { $variable } » : { $found }
collided-stale = les deux clients ont reçu les totaux { $found } au lieu de { $wanted }
collided-told-apart = la réponse à { $said } a été { $found }, qui n’est ni celle d’avant ce message ni celle d’après ({ $wanted })
collided-loop-not-common = un thread a été retenu au milieu de sa boucle sur « { $variable } » (ligne { $line }) ; le message d’un autre client y est entré pendant ce temps (ligne { $other }) : chacun tenait un verrou, mais pas le même ({ $locks })
collided-loop-stale = un thread a été retenu au milieu de sa boucle sur « { $variable } » (ligne { $line }), sans verrou ; le message d’un autre client y est entré pendant ce temps (ligne { $other })
collided-loop-lost = un thread a été retenu au milieu de sa boucle sur « { $variable } » (ligne { $line }) ; un client est parti, et un autre thread a retiré un élément de ce que la boucle parcourt
collided-broken = la boucle s’est arrêtée sur une erreur, parce que ce qu’elle parcourt avait changé
collided-ended = le serveur s’est arrêté sur une erreur
collided-spins = un thread du serveur calcule sans fin et n’avance plus
collided-died = la réponse d’un des deux n’est plus venue : son thread s’est arrêté ou ne répond plus

event-held = un thread { $program } est retenu à la ligne { $line } de { $file }
event-released = le thread retenu { $program } continue
not-played-not-python = Pas joué, et sans perte de points : les threads ne sont examinés que dans un serveur en Python 3.8 ou plus récent, ou en C ou C++ compilé ici.
not-played-processes = Pas joué, et sans perte de points : ce serveur crée des processus, qui ne partagent pas de variables.
not-played-probe = Pas joué, et sans perte de points : la sonde n’a pas pu examiner ce serveur.
not-played-untraced = Pas joué, et sans perte de points : un thread de ce serveur coupe la trace de Python ou s’en sert lui-même (`sys.settrace`) ; aucun ne peut donc être retenu à une ligne choisie.
collided-astray = la réponse de l’un est partie vers l’autre

## Deux threads côte à côte

lanes-thread = thread { $client }
lanes-receives = reçoit { $bytes }
lanes-held = ⏸ retenu ligne { $line } de { $file } : { $what }
lanes-held-there = ⏸ retenu ligne { $line } de { $file }
lanes-connects = un nouveau client se connecte
lanes-goes-on = ▶ continue
lanes-answers = répond { $bytes }
lanes-others = { $form ->
    [one] envoyé à un client : { $bytes }
   *[other] envoyé à { $count } clients : { $bytes }
    }
lanes-cut = son client coupe la connexion
lanes-dies = un thread s’arrête sur une exception : { $bytes }
lanes-stuck = plus rien ne peut arriver : des threads attendent un verrou pour toujours
lanes-not-again = Le constat ne s’est pas reproduit : « { $title } » ({ $verdict }).
block-replay = Rejouer
block-replay-command = grader replay . { $finding }
block-check-command = grader check . --lab { $lab } --step { $step } --scenario { $scenario }

## Les programmes compilés, avec ThreadSanitizer

not-played-sanitizer-language = Pas joué, et sans perte de points : le compilateur Rust stable n’a pas ThreadSanitizer ; les verrous et les accès simultanés de ce serveur n’ont donc pas été examinés, seulement ce qui s’en voit de l’extérieur.
not-played-sanitizer-build = Pas joué, et sans perte de points : ce serveur n’a pas pu être compilé avec ThreadSanitizer (« grader doctor » dit si le compilateur l’a) ; ses verrous et ses accès simultanés n’ont donc pas été examinés, seulement ce qui s’en voit de l’extérieur.
not-played-sanitizer-compiler = Pas joué, et sans perte de points : la commande de construction n’appelle ni gcc ni clang ; les verrous et les accès simultanés de ce serveur n’ont donc pas été examinés, seulement ce qui s’en voit de l’extérieur.
not-played-sanitizer-locks = Pas joué, et sans perte de points : ce serveur se sert de verrous ou de barrières que ThreadSanitizer ne connaît pas (threads.h, OpenMP, attente jusqu’à une heure donnée) ; il y verrait des fautes qui n’en sont pas.
not-played-sanitizer-hand-over = Pas joué, et sans perte de points : les threads de ce serveur se passent peut-être des données par le noyau (pipe, epoll…), ce qui peut les ordonner sans verrou ; on ne peut donc rien affirmer de leurs accès simultanés.
not-played-sanitizer-failed = Pas joué, et sans perte de points : compilé avec ThreadSanitizer, ce serveur n’est pas allé au bout ; ses verrous et ses accès simultanés n’ont donc pas été examinés.
access-writes = modifie
access-reads = lit
access-something = ce que les threads partagent
access-locks-none = aucun des deux ne tient de verrou
access-locks-one = celui de la ligne { $line } ne tient pas de verrou
access-locks-different = chacun tient un autre verrou, et aucun n’attend l’autre
collided-unordered = un thread { $first } { $variable } à la ligne { $line }, un autre le { $second } à la ligne { $other }, et rien dans le programme ne dit lequel passe d’abord : { $held } (observé par ThreadSanitizer)
collided-unordered-same = deux threads exécutent la ligne { $line }, qui { $first } { $variable }, et rien dans le programme ne dit lequel passe d’abord : { $held } (observé par ThreadSanitizer)
collided-unordered-once = un thread { $first } { $variable } à la ligne { $line }, et rien dans le programme ne dit s’il passe avant ou après un autre qui y touche : { $held } (observé par ThreadSanitizer)
collided-lock-order-unnamed = deux verrous sont pris dans un ordre à la ligne { $line }, dans l’autre à la ligne { $other } (observé par ThreadSanitizer)
collided-lock-not-released-unnamed = un thread attend un verrou que plus personne ne rendra : celui qui l’avait pris est parti avec
happened-in-function = { $happened } (dans sa fonction { $function })
