### Constats du grader, en français.
###
### Un message par code de constat : l’identifiant est le code, où « . » devient « - ».
### La valeur est le titre (90 caractères au plus) ; .why dit le mécanisme, .hint ce qu’il
### faut regarder (sans donner la solution), .lesson la règle générale.
### Seule variable : $program, le nom du fichier du programme.
### Chaque valeur tient sur une ligne, car Fluent garde les retours à la ligne dans le texte.
### findings.en.ftl a exactement les mêmes identifiants et attributs.

## Le programme lui-même

program-does-not-compile = { $program } contient une erreur de syntaxe et ne peut pas démarrer.
    .why = Python analyse le fichier entier avant d’exécuter sa première instruction : une seule faute de syntaxe ou d’indentation suffit pour que rien ne s’exécute.
    .hint = Allez à la ligne indiquée et lisez aussi celle d’avant : une parenthèse ou un guillemet jamais fermé se paie souvent une ligne plus bas. Si la ligne paraît juste, affichez les caractères invisibles : une tabulation mêlée à des espaces ou une espace insécable venue d’un copier-coller ne se voient pas autrement.
    .lesson = Un programme se lance au moins une fois avant d’être rendu.

program-empty = { $program } ne contient aucune instruction.
    .why = Le fichier est vide ou n’est fait que de commentaires : le lancer n’ouvre aucune socket et se termine aussitôt.
    .hint = Vérifiez que votre éditeur a bien enregistré le fichier et que vous rendez le bon dossier. Si vous avez mis l’étape en commentaire pour travailler à la suivante, rétablissez-la ou gardez un fichier par étape.
    .lesson = Du code en commentaire n’existe pas pour l’interpréteur.

program-build-failed = La construction de { $program } échoue.
    .why = La commande de construction s’est terminée avec un statut différent de 0 : il n’y a donc pas de programme à lancer.
    .hint = Lisez la première erreur du compilateur, les suivantes n’en sont souvent que des conséquences. Refaites la construction dans une copie propre du dossier, pour voir ce qui manque à la vôtre.
    .lesson = Ce que l’on rend doit se construire à partir du seul dossier rendu.

program-interpreter-missing = Il manque sur cette machine la commande qui doit lancer { $program }.
    .why = Pour exécuter un programme, le système cherche l’interpréteur ou le compilateur dans les dossiers de PATH ; il n’y a rien trouvé à ce nom. Votre code n’est pas en cause, il n’a pas été exécuté.
    .hint = Vérifiez l’orthographe de la commande dans tp.toml ou dans la première ligne du script. Si elle est juste, installez cet outil sur la machine ou signalez-le à votre enseignant.
    .lesson = Un programme dépend aussi de ce qui l’exécute.

program-missing-file = Votre fichier tp.toml désigne un fichier qui n’existe pas.
    .why = Ce que dit tp.toml passe avant toute recherche automatique. Les chemins y sont lus à partir du dossier rendu, et sous Linux « Serveur.py » et « serveur.py » sont deux fichiers différents.
    .hint = Comparez le chemin écrit avec la liste réelle des fichiers : majuscules, accents, espaces, extension, sous-dossier. Un fichier renommé ou oublié lors de l’envoi donne le même résultat.
    .lesson = Un nom de fichier doit être exact, à la lettre près.

step-no-program = Aucun programme n’est reconnu pour cette étape.
    .why = Chaque fichier est attribué à une étape et à un rôle d’après son nom, son dossier et ce que fait son code ; aucun ne correspond ici, et rien n’a donc été joué.
    .hint = Si vous avez fait cette étape, donnez au fichier un nom qui porte son numéro et son rôle, ou rangez-le dans un dossier à ce numéro. Vous pouvez aussi le désigner dans tp.toml.
    .lesson = Un rendu se lit d’abord par ses noms de fichiers.

## Le serveur

server-never-listens = Votre serveur ne se met jamais à l’écoute.
    .why = Un client ne peut se connecter qu’à une socket à l’écoute : bind() réserve l’adresse et le port, puis listen() ouvre la file où arrivent les connexions. Avant cela, le système répond à chaque SYN par un RST : « connexion refusée ».
    .hint = Suivez le programme depuis sa première ligne : atteint-il bind(), puis listen(), ou bien attend-il le clavier, s’arrête-t-il sur une erreur, contient-il une fonction que personne n’appelle ? Vérifiez aussi que la socket est bien de type TCP : une socket UDP n’a pas d’écoute.
    .lesson = bind() prend l’adresse, listen() ouvre la file, accept() y prend une connexion.

server-no-reply = Votre serveur ne répond pas au message du client.
    .why = Le client attend dans recv(), que seuls des octets ou la fin de la connexion peuvent débloquer. Votre serveur n’a rien envoyé : soit il attend lui aussi, et plus rien ne peut le faire avancer, soit il a fermé sans avoir rien dit.
    .hint = S’il attend, regardez dans quel appel : un recv() ou un accept() de trop, ou une saisie au clavier ? S’il a fermé, cherchez la réponse avant la fermeture. Elle doit partir sur la socket rendue par accept(), et ne pas être vide.
    .lesson = Dans un échange à tour de rôle, qui a reçu un message a la parole.

server-wrong-echo = Votre serveur ne renvoie pas exactement les octets reçus.
    .why = TCP transporte des octets et les rend tels quels : la différence naît donc dans le programme, entre recv() et l’envoi. En Python, transformer des octets en texte avec str() donne leur écriture, avec un b et des apostrophes, et non leur contenu.
    .hint = Regardez le premier octet faux, puis chaque opération subie par le message : décodage, nettoyage, changement de casse, ajout d’un retour à la ligne, autre encodage. Demandez-vous si un écho a besoin de comprendre ce qu’il renvoie.
    .lesson = Un écho rend les octets, il ne les interprète pas.

server-reply-prefix = Votre serveur ajoute un texte devant le message qu’il renvoie.
    .why = Les octets du client reviennent bien, mais précédés d’un texte constant. Un client qui comparerait la réponse à son envoi les trouverait différents.
    .hint = C’est accepté et ne coûte aucun point. Si ce texte servait à suivre ce qui se passe, affichez-le dans le terminal du serveur plutôt que de l’envoyer.
    .lesson = Ce qui part sur le réseau fait partie du protocole, le reste va au terminal.

server-other-greeting = Votre serveur répond, mais pas avec le texte de l’énoncé.
    .why = L’échange a lieu et la réponse n’est pas vide ; seuls ses octets diffèrent de ceux qui étaient demandés. Un programme, contrairement à un humain, ne reconnaît pas deux formules voisines.
    .hint = C’est accepté et ne coûte aucun point. Comparez votre texte à celui de l’énoncé : majuscules, espace avant le point d’exclamation, retour à la ligne en trop.
    .lesson = Un protocole se respecte au caractère près.

server-closes-early = Votre serveur ferme la connexion avant d’avoir envoyé la réponse attendue.
    .why = Fermer la socket, ou terminer le processus, envoie un FIN : le client lit ce qui était déjà parti, puis recv() lui rend une suite d’octets vide. Plus rien ne peut arriver ensuite.
    .hint = Cherchez ce qui ferme : un close(), la fin d’un bloc with, un break ou la fin du programme placés un tour trop tôt. L’indentation décide si la fermeture a lieu dans la boucle ou après elle.
    .lesson = On ferme quand l’échange est fini, pas quand la première réponse est partie.

server-resets-connection = Votre serveur coupe la connexion brutalement (RST) au lieu de la fermer.
    .why = Le système envoie un RST au lieu d’un FIN quand on ferme une socket qui contient encore des octets non lus, ou quand des octets arrivent après sa fermeture. Le client reçoit alors une erreur, et peut perdre la réponse qu’il n’avait pas encore lue.
    .hint = Voyez si le serveur a lu tout ce que le client a envoyé avant de fermer, et si un arrêt brutal du programme ne ferme pas à votre place. Cherchez aussi une option SO_LINGER.
    .lesson = Fermer proprement, c’est avoir tout lu avant de raccrocher.

server-ignores-fin = Votre serveur ne met pas fin à la session quand il reçoit « fin ».
    .why = Après ce message, le client attend la fermeture de sa connexion, qui ne vient pas. Ou bien le serveur n’a pas reconnu « fin » (en Python, des octets ne sont jamais égaux à une chaîne, et rien ne le signale), ou bien il l’a reconnu sans fermer ensuite la socket de ce client.
    .hint = Affichez un mot juste après le test de « fin ». S’il n’apparaît pas, affichez avec repr() les deux valeurs comparées : type, espaces et retour à la ligne compris. S’il apparaît, suivez la suite : sort-elle de la bonne boucle, et quelle ligne ferme la socket de ce client ? Nommer une fonction sans parenthèses ne l’appelle pas.
    .lesson = Reconnaître la fin est une chose, fermer en est une autre : il faut les deux.

server-stops-on-message-containing-fin = Votre serveur prend pour « fin » un message qui ne fait que le contenir.
    .why = Chercher « fin » dans un texte réussit aussi pour « la fin » ou « finir », et ne regarder que le début ou la fin du texte se trompe de même. Seul le message égal à « fin » termine la session.
    .hint = Regardez la condition qui décide de l’arrêt : demande-t-elle que le message contienne ce mot, ou qu’il soit ce mot ?
    .lesson = Une commande se reconnaît par égalité, pas par ressemblance.

server-stops-after-first-client = Votre serveur ne sert plus personne après son premier client.
    .why = Deux sockets sont en jeu : celle d’écoute, qui doit vivre aussi longtemps que le service, et celle que rend accept(), propre à un seul client. Quitter le programme ou fermer la première met fin au service pour tout le monde. Une variable restée comme le premier client l’a laissée fait raccrocher dès l’arrivée du suivant ; une question posée au clavier le fait attendre.
    .hint = Voyez dans les preuves ce que le client suivant obtient. S’il est refusé, repérez ce qui s’exécute à la réception de « fin » : une sortie du programme, un break qui quitte trop de boucles, ou un close() sur la socket d’écoute ? S’il est connecté mais pas servi, demandez-vous ce que valent, à son arrivée, les variables de la boucle de recv(), et qui le serveur attend. Tracez sur papier quelle boucle répète accept() et laquelle répète recv().
    .lesson = La fin d’un client n’est pas la fin du serveur.

server-first-client-ignored = Votre serveur accepte son premier client mais ne le sert pas.
    .why = Chaque accept() retire une connexion de la file. Un appel de trop avant la boucle prend donc le premier client, et la boucle commence par le suivant ; si la variable est réutilisée, Python ferme même la socket perdue.
    .hint = Comptez les accept() exécutés depuis le lancement jusqu’au premier recv(). Il en faut exactement un par client servi.
    .lesson = À chaque accept() correspond un client à servir.

server-waiting-client-lost = Votre serveur ne sert pas le client qui s’était connecté pendant une autre session.
    .why = Le système établit la connexion de ce client et la garde dans la file d’écoute, avec les octets déjà envoyés, jusqu’au prochain accept(). Si la socket d’écoute est fermée, les connexions en attente sont coupées ; si accept() n’est plus appelé, elles attendent sans fin.
    .hint = Vérifiez qu’après la fin d’une session le programme revient au même accept(), sur la même socket d’écoute, ouverte une seule fois. Cherchez un close(), ou une nouvelle socket d’écoute créée à chaque tour.
    .lesson = Une connexion établie attend dans la file qu’un accept() vienne la prendre.

server-exits-with-error = Votre serveur se termine sur une erreur.
    .why = Le statut de fin d’un processus vaut 0 quand tout va bien. Une exception que personne n’attrape affiche la pile d’appels et donne 1 ; sys.exit() avec un texte affiche ce texte et donne 1 aussi, sans que rien n’ait échoué ; un arrêt par un signal est aussi un échec.
    .hint = Lisez d’abord la dernière ligne du message d’erreur, qui nomme l’exception, puis remontez à la dernière ligne de votre fichier qui y est citée. Demandez-vous quelle valeur inattendue est arrivée là. S’il n’y a pas de pile d’appels, cherchez où votre programme choisit lui-même de finir, et avec quel statut.
    .lesson = La dernière ligne d’une trace dit quoi, celles du dessus disent où.

server-spins = Votre serveur tourne en boucle et consomme le processeur sans avancer.
    .why = Un appel bloquant comme accept() ou recv() endort le processus jusqu’à ce qu’il ait quelque chose à faire. Une boucle qui n’en contient pas, ou dont les appels rendent la main aussitôt, occupe un cœur entier pour rien.
    .hint = Cherchez dans la boucle ce qui devrait attendre. Regardez en particulier une socket rendue non bloquante, une exception avalée en silence, ou une condition d’arrêt qui ne change jamais.
    .lesson = Attendre, c’est dormir dans un appel système, pas tourner en rond.

server-spins-on-eof = Votre serveur tourne en boucle dès que le client disparaît.
    .why = Quand l’autre côté a fermé, recv() n’attend plus : il rend une suite d’octets vide, tout de suite, et fera de même à chaque appel suivant. Une boucle qui la prend pour un message ordinaire ne s’endort donc plus jamais.
    .hint = Regardez ce que votre boucle fait d’un résultat de longueur nulle : le distingue-t-elle d’un message ? Ce cas demande la même suite qu’une fin de session ordinaire.
    .lesson = Un recv() vide veut dire « terminé », pas « rien pour l’instant ».

server-crashes-on-eof = Votre serveur plante quand le client disparaît sans prévenir.
    .why = Quand le client a fermé, recv() rend une suite d’octets vide. Prise pour un message, elle mène à une erreur : un calcul sur un texte vide, ou un envoi vers un client parti, dont le système répond par un RST, après quoi l’envoi suivant lève BrokenPipeError ou ConnectionResetError.
    .hint = Testez le résultat de recv() avant de vous en servir, et voyez ce que le serveur doit faire s’il est vide. Un client peut s’arrêter à tout instant : cherchez aussi quelles exceptions un envoi peut lever.
    .lesson = Le départ de l’autre est un cas normal, à prévoir.

server-stuck-on-eof = Votre serveur reste bloqué quand le client disparaît sans prévenir.
    .why = La fin de connexion est annoncée par recv(), qui rend une suite d’octets vide sans attendre. Votre serveur attend donc ailleurs, ou n’a pas tiré de conséquence de ce résultat : la session ne se termine pas.
    .hint = Voyez dans les preuves quel appel le retient : une saisie au clavier, un accept(), une attente entre threads ? Suivez ensuite le chemin que prend un résultat vide de recv() : il doit mener à la fin de cette session.
    .lesson = Celui qui ne lit pas sa socket ne sait pas que l’autre est parti.

server-crashes-on-reset = Votre serveur plante quand le client coupe la connexion brutalement.
    .why = Un RST arrive quand l’autre programme abandonne la connexion sans la fermer proprement. L’appel en cours ou le suivant lève alors ConnectionResetError (parfois BrokenPipeError pour un envoi), et cette exception, si personne ne l’attrape, arrête tout le serveur.
    .hint = Demandez-vous autour de quels appels cette exception peut naître, et ce que le serveur doit faire ensuite : c’est une fin de session comme une autre. N’attrapez que les erreurs de connexion, sans quoi vous cacheriez vos propres fautes.
    .lesson = L’accident d’un client ne doit coûter qu’une session.

server-stuck-on-reset = Votre serveur reste bloqué quand le client coupe la connexion brutalement.
    .why = L’erreur d’un RST est signalée une seule fois ; ensuite recv() rend une suite d’octets vide et un envoi échoue, sans jamais attendre. Votre serveur attend donc ailleurs que sur cette connexion morte, sans avoir clos la session.
    .hint = Voyez dans les preuves quel appel le retient, puis suivez ce qui s’exécute après l’exception. Le client est-il oublié, sa socket fermée, et le programme revient-il là où il doit attendre ?
    .lesson = Attraper une erreur ne suffit pas, il faut décider de la suite.

server-spins-on-reset = Votre serveur tourne en boucle quand le client coupe la connexion brutalement.
    .why = Après un RST, plus aucun appel n’attend sur cette socket : le premier lève ConnectionResetError, puis recv() rend une suite d’octets vide et les envois échouent. Une boucle qui avale l’exception ou ignore le résultat vide recommence aussitôt, sans fin.
    .hint = Regardez le bloc qui attrape l’exception : quitte-t-il la boucle de ce client, ou y retourne-t-il ? Vérifiez aussi le cas du résultat vide.
    .lesson = Une erreur avalée en silence revient au tour suivant.

server-port-not-reusable = Votre serveur ne peut pas être relancé tout de suite sur le même port.
    .why = Le côté qui ferme le premier garde la connexion un moment dans l’état TIME_WAIT (une minute sous Linux), pour absorber d’éventuels segments en retard. Tant qu’elle y est, bind() refuse ce port avec « Address already in use », sauf si l’on a demandé le contraire.
    .hint = Lisez la documentation de setsockopt() et de l’option SO_REUSEADDR, et demandez-vous avant quel appel elle doit être posée pour servir à quelque chose. Changer de port ou attendre une minute ne fait que contourner la question.
    .lesson = Une connexion fermée occupe encore le port de celui qui a fermé le premier.

server-never-ends = Votre serveur ne se termine pas quand son travail est fini.
    .why = À cette étape, le serveur s’arrête de lui-même après l’échange. Le sien est fini, mais le processus attend encore dans un appel que plus rien ne peut débloquer ; en Python, un thread non démon encore vivant suffit aussi à le retenir.
    .hint = Voyez dans les preuves l’appel où il attend : un accept() pour un client de plus, une saisie au clavier, un recv() ? Suivez le chemin depuis la fin de la session jusqu’à la dernière ligne du fichier.
    .lesson = Un programme se termine quand il n’a plus rien à attendre.

server-never-closes = Votre serveur ne ferme jamais la connexion avec le client.
    .why = Le FIN qui apprend au client que c’est fini ne part qu’à la fermeture de la socket ou à la fin du processus. Tant qu’une copie de cette socket reste ouverte (autre processus, fichier obtenu par makefile()), rien ne part et le client attend dans recv().
    .hint = Repérez l’endroit où la session se termine et voyez quelle socket y est fermée : celle du client, rendue par accept(), ou celle d’écoute ? Toutes les sorties de la boucle doivent y passer.
    .lesson = Qui ouvre une connexion ou l’accepte doit aussi la fermer.

server-long-message-broken = Votre serveur perd ou abîme une partie d’un long message.
    .why = recv(n) rend au plus n octets ; le reste attend dans le tampon du système et viendra aux appels suivants. De même, send() peut n’envoyer qu’une partie des octets, et rend le nombre de ceux qu’il a pris.
    .hint = Cherchez ce qui se passe quand le message dépasse la taille donnée à recv() : une boucle relit-elle la suite ? Comparez aussi send() et sendall() dans la documentation.
    .lesson = recv(n) promet « n octets au plus », jamais « tout le message ».

server-splits-character = Votre serveur plante quand un caractère est coupé entre deux recv().
    .why = En UTF-8, un accent ou un emoji occupe de deux à quatre octets, et recv() coupe où son tampon s’arrête, au milieu d’un caractère s’il le faut. Décoder ce morceau seul lève UnicodeDecodeError.
    .hint = C’est signalé sans coûter de point. Demandez-vous si le serveur a besoin de décoder pour renvoyer ; si oui, regardez les décodeurs incrémentaux du module codecs, qui gardent les octets incomplets pour la suite.
    .lesson = Un octet n’est pas un caractère.

server-waits-for-more = Votre serveur prend chaque recv() pour un message entier.
    .why = TCP est un flux d’octets sans frontières : un seul envoi peut arriver en plusieurs recv(), et plusieurs envois en un seul. « fi » puis « n » ne forment « fin » que pour qui recolle les morceaux.
    .hint = C’est signalé sans coûter de point, car l’énoncé ne dit pas où finit un message. Réfléchissez à ce qu’il faudrait convenir avec le client pour le savoir : un séparateur, une longueur annoncée ?
    .lesson = TCP garde l’ordre des octets, pas les limites des messages.

server-floods-terminal = Votre serveur affiche sans fin.
    .why = Une boucle qui affiche à chaque tour sans jamais attendre produit du texte aussi vite que la machine le permet. Souvent, c’est un recv() qui rend à chaque appel une suite d’octets vide parce que le client est parti.
    .hint = Lisez la ligne qui se répète et trouvez l’affichage qui la produit : quel appel de cette boucle devrait attendre, et que rend-il ? Le reste de cette sortie n’a pas été gardé.
    .lesson = Une boucle sans attente doit avoir une condition qui l’arrête.

server-refuses-connection = Votre serveur était à l’écoute, puis une connexion a été refusée.
    .why = Un refus est un RST en réponse au SYN : il n’y a plus de socket à l’écoute sur ce port. Elle a été fermée, ou le programme s’est terminé ; une file d’écoute pleine, elle, ne donne pas de refus sous Linux, elle fait attendre.
    .hint = Cherchez ce qui a fermé la socket d’écoute : un close() dans la boucle, la fin d’un bloc with, une exception ? Voyez à quel moment de l’échange le refus survient.
    .lesson = Le port n’est ouvert que tant que la socket d’écoute l’est.

## Le client

client-never-connects = Votre client ne tente aucune connexion.
    .why = C’est connect() qui envoie le SYN, et aucun SYN n’est parti. Le programme s’est arrêté avant, ou attend quelque chose ; sur une socket UDP, connect() n’envoie rien du tout.
    .hint = Suivez le programme depuis son début : attend-il une saisie, lève-t-il une erreur sur le nom de la machine, définit-il une fonction que personne n’appelle ? Vérifiez aussi le type de la socket.
    .lesson = Une connexion TCP commence par le SYN qu’envoie connect().

client-never-sends = Votre client se connecte mais n’envoie rien.
    .why = Dans cet échange, le client parle le premier : le serveur attend donc dans recv(). Si le client attend aussi, chacun attend l’autre pour toujours ; et envoyer zéro octet n’envoie rien.
    .hint = Voyez dans quel appel le client est arrêté : un recv() placé avant l’envoi, une saisie de trop ? Vérifiez que l’envoi est bien exécuté et que ce qu’il envoie n’est pas vide.
    .lesson = Si les deux commencent par écouter, personne ne parle.

client-alters-message = Votre client n’envoie pas exactement le texte saisi.
    .why = Le serveur reçoit les octets que le client a écrits, ni plus ni moins : la différence est née entre la saisie et l’envoi. Un retour à la ligne ajouté, un préfixe, un nettoyage ou un encodage autre que UTF-8 suffit.
    .hint = Regardez le premier octet faux, puis affichez avec repr() la valeur juste avant l’envoi. En Python, input() rend déjà la ligne sans son retour à la ligne.
    .lesson = Sans délimiteur convenu, chaque octet de plus change le message.

client-does-not-show-reply = Votre client n’affiche pas la réponse du serveur.
    .why = La réponse attend dans le tampon de la socket jusqu’à ce que recv() la prenne, et rien n’apparaît à l’écran tant que le programme ne l’affiche pas. Un client qui oublie une lecture peut aussi montrer chaque réponse avec un tour de retard.
    .hint = Comptez les envois et les recv() : y a-t-il une lecture par réponse attendue ? Vérifiez ensuite ce que devient la valeur lue, et qu’elle est affichée avant la saisie suivante.
    .lesson = Recevoir, lire et afficher sont trois choses différentes.

client-shows-bytes = Votre client affiche des octets, pas le texte de la réponse.
    .why = Le réseau transporte des octets. Affichés tels quels, Python les écrit entre b'…', et chaque caractère accentué devient une suite de codes comme \xc3\xa9 : ce n’est plus la réponse que l’utilisateur lit.
    .hint = Suivez la valeur rendue par recv() jusqu’à l’affichage : de quel type est-elle à chaque ligne ? Il manque l’opération inverse de celle que vous faites avant d’envoyer.
    .lesson = Un texte s’encode avant l’envoi et se décode après la réception.

client-never-ends = Votre client ne se termine pas quand l’échange est fini.
    .why = Plus rien ne viendra du serveur, mais le programme attend encore dans un appel que rien ne débloquera. En Python, un thread non démon encore vivant retient aussi le processus.
    .hint = Voyez dans les preuves l’appel où il attend : une nouvelle saisie, un recv() ? Suivez le chemin qui va de la dernière réponse à la dernière ligne du fichier, et la condition qui fait quitter la boucle.
    .lesson = Toute boucle doit avoir une sortie que l’on peut atteindre.

client-does-not-send-fin = Votre client n’envoie pas « fin » au serveur quand on le saisit.
    .why = « fin » est un message du protocole : le serveur ne peut le connaître que s’il circule. Sans lui, il ne voit au mieux qu’une fermeture, qu’il ne peut distinguer d’un départ inattendu.
    .hint = Regardez l’ordre des opérations dans la boucle : la condition d’arrêt est-elle examinée avant ou après l’envoi ?
    .lesson = On dit au revoir avant de raccrocher.

client-exits-with-error = Votre client se termine sur une erreur.
    .why = Le statut de fin d’un processus vaut 0 quand tout va bien. Une exception que personne n’attrape affiche la pile d’appels et donne 1 ; sys.exit() avec un texte affiche ce texte et donne 1 aussi, sans que rien n’ait échoué ; un arrêt par un signal est aussi un échec.
    .hint = Lisez d’abord la dernière ligne du message d’erreur, qui nomme l’exception, puis remontez à la dernière ligne de votre fichier qui y est citée. Demandez-vous quelle valeur inattendue est arrivée là. S’il n’y a pas de pile d’appels, cherchez où votre programme choisit lui-même de finir, et avec quel statut.
    .lesson = La dernière ligne d’une trace dit quoi, celles du dessus disent où.

client-closes-early = Votre client ferme la connexion avant la fin de l’échange.
    .why = Fermer la socket, ou terminer le processus, envoie un FIN : le client n’enverra plus rien, et la réponse qui arrive ensuite ne sera lue par personne. Le système y répond par un RST.
    .hint = Cherchez ce qui ferme trop tôt : un close() dans la boucle, la fin d’un bloc with, un break, la fin du programme. Vérifiez que chaque réponse attendue a été lue avant.
    .lesson = On ne raccroche qu’après avoir entendu la réponse.

client-resets-connection = Votre client coupe la connexion brutalement (RST) au lieu de la fermer.
    .why = Le système envoie un RST au lieu d’un FIN quand on ferme une socket qui contient encore des octets non lus, ou quand des octets arrivent après sa fermeture. Le serveur reçoit alors une erreur au lieu d’une fin de connexion ordinaire.
    .hint = Voyez si le client a lu toutes les réponses du serveur avant de fermer, en particulier la dernière. Cherchez aussi une option SO_LINGER.
    .lesson = Fermer proprement, c’est avoir tout lu avant de raccrocher.

client-spins = Votre client tourne en boucle et consomme le processeur sans avancer.
    .why = Un appel bloquant, saisie ou recv(), endort le processus jusqu’à ce qu’il ait quelque chose à faire. Une boucle qui n’en contient pas, ou dont les appels rendent la main aussitôt, occupe un cœur entier pour rien.
    .hint = Cherchez dans la boucle ce qui devrait attendre. Regardez en particulier une socket rendue non bloquante, une exception avalée en silence, ou une condition d’arrêt qui ne change jamais.
    .lesson = Attendre, c’est dormir dans un appel système, pas tourner en rond.

client-spins-on-eof = Votre client tourne en boucle dès que le serveur ferme la connexion.
    .why = Quand l’autre côté a fermé, recv() n’attend plus : il rend une suite d’octets vide, tout de suite, et fera de même à chaque appel suivant. Une boucle qui la prend pour une réponse ordinaire ne s’endort donc plus jamais.
    .hint = Regardez ce que votre boucle fait d’un résultat de longueur nulle : le distingue-t-elle d’une réponse ? Que doit faire un client dont le serveur est parti ?
    .lesson = Un recv() vide veut dire « terminé », pas « rien pour l’instant ».

client-crashes-on-eof = Votre client plante quand le serveur ferme la connexion.
    .why = Quand le serveur a fermé, recv() rend une suite d’octets vide. Si le client continue, son envoi suivant reçoit un RST en réponse, et celui d’après lève BrokenPipeError ou ConnectionResetError.
    .hint = Testez le résultat de recv() avant de continuer, et voyez ce que le client doit dire à l’utilisateur s’il est vide. Demandez-vous aussi quelles exceptions un envoi peut lever si le serveur vient de partir.
    .lesson = Le départ de l’autre est un cas normal, à prévoir.

client-stuck-on-eof = Votre client reste bloqué alors que le serveur a fermé la connexion.
    .why = La fin de connexion n’est annoncée que par la lecture de la socket : recv() rend alors une suite d’octets vide sans attendre. Un programme arrêté ailleurs, le plus souvent dans une saisie au clavier, n’en sait rien.
    .hint = Voyez dans les preuves quel appel le retient, et ce que la boucle a fait du dernier résultat de recv(). S’il était vide, il n’y a plus de raison de demander une autre ligne.
    .lesson = Celui qui ne lit pas sa socket ne sait pas que l’autre est parti.

client-stuck-on-empty-line = Votre client reste bloqué quand l’utilisateur saisit une ligne vide.
    .why = Une ligne vide donne zéro octet, et envoyer zéro octet n’envoie rien : TCP n’a pas de message vide. Le serveur ne reçoit rien et ne répond pas, tandis que le client attend sa réponse dans recv().
    .hint = Décidez ce que doit faire le client d’une saisie vide avant de toucher au réseau : faut-il attendre une réponse quand rien n’est parti ?
    .lesson = Zéro octet envoyé, zéro octet reçu.

client-crashes-when-refused = Votre client plante quand aucun serveur n’est à l’écoute.
    .why = Si personne n’écoute sur le port visé, la machine répond au SYN par un RST et connect() échoue : Python lève ConnectionRefusedError, et le programme s’arrête sur une trace si personne ne l’attrape.
    .hint = C’est signalé sans coûter de point. Regardez comment traiter cette exception précise autour de connect(), pour dire en une phrase à l’utilisateur que le serveur n’est pas lancé.
    .lesson = Une connexion peut échouer, et l’utilisateur mérite une phrase plutôt qu’une trace.

client-floods-terminal = Votre client affiche sans fin.
    .why = Une boucle qui affiche à chaque tour sans jamais attendre produit du texte aussi vite que la machine le permet. Souvent, c’est un recv() qui rend à chaque appel une suite d’octets vide parce que le serveur a fermé.
    .hint = Lisez la ligne qui se répète et trouvez l’affichage qui la produit : quel appel de cette boucle devrait attendre, et que rend-il ? Le reste de cette sortie n’a pas été gardé.
    .lesson = Une boucle sans attente doit avoir une condition qui l’arrête.

## Le client et le serveur ensemble

pair-address-mismatch = Votre client ne vise pas l’adresse et le port où votre serveur écoute.
    .why = Un SYN n’aboutit que si une socket écoute sur le port et à l’adresse qu’il vise ; liée à 0.0.0.0, elle écoute à toutes les adresses de sa machine, liée à une seule, à celle-là seulement. Une adresse du réseau désigne une machine précise, 127.0.0.1 toujours celle où tourne le programme.
    .hint = Comparez l’adresse et le port donnés à connect() dans le client et à bind() dans le serveur. Pour changer facilement de machine, demandez-vous où cette adresse devrait être écrite, et combien de fois.
    .lesson = Le client doit viser exactement là où le serveur écoute.

pair-no-exchange = Votre client et votre serveur ne parviennent pas à échanger.
    .why = TCP peut relier deux programmes, mais n’en fait pas plus : qui parle le premier, ce que chacun attend et quand il s’arrête, c’est au protocole de le dire. Si les deux programmes ne suivent pas les mêmes règles, l’un attend ce que l’autre n’enverra jamais.
    .hint = Notez pour chaque programme, en deux colonnes, la suite de ses envois et de ses recv() : en face de chaque envoi il faut une lecture. Le premier décalage est le défaut.
    .lesson = Un protocole est une seule règle, écrite dans deux programmes.

## Le dossier rendu et son exécution

hostile-link-refused = Votre dossier contient un lien symbolique, qui n’est pas suivi.
    .why = Un lien symbolique n’est qu’un chemin vers un autre fichier, peut-être hors du dossier rendu et propre à votre machine. Par sécurité, le grader ne lit que de vrais fichiers.
    .hint = Remplacez le lien par une copie du fichier qu’il désigne, puis rendez de nouveau le dossier. La commande ls -l montre les liens, avec une flèche.
    .lesson = Un rendu contient tout ce dont il a besoin, sans renvoyer ailleurs.

submission-too-large = Votre dossier est trop volumineux : des fichiers sont laissés de côté.
    .why = Le dossier est copié avant chaque vérification, dans des limites fixes. Ce qui les dépasse n’est pas examiné.
    .hint = Retirez ce qui n’est pas votre travail : environnements virtuels, dossiers de compilation, captures, archives, historique de versions. Quelques fichiers de code suffisent.
    .lesson = On rend les sources, pas ce qui se reconstruit.

hostile-path-refused = Votre archive contient un chemin qui sort du dossier rendu.
    .why = Un chemin absolu, un « .. » ou un nom qui est à la fois un fichier et un dossier écrirait ailleurs que dans la copie de travail. Ces fichiers ne sont pas lus ; les autres le sont.
    .hint = Refaites l’archive depuis le dossier de vos programmes, en y mettant le dossier lui-même et non des chemins complets, puis regardez la liste de ce qu’elle contient.
    .lesson = Une archive ne contient que des chemins relatifs, tous sous un même dossier.

hostile-forbidden-call = { $program } a demandé au système une opération qui lui est interdite.
    .why = Tracer un autre processus, lire sa mémoire, monter un disque, changer d’espace de noms ou charger un module n’a rien à voir avec des sockets : à la première demande, le système arrête le programme (signal SIGSYS), et rien n’a été touché.
    .hint = Cherchez dans votre programme ce qui appelle ptrace, mount, setns ou une fonction de ce genre, directement ou par une bibliothèque, et retirez-le.
    .lesson = Un programme de réseau n’a besoin que de sockets, de fichiers et de processus à lui.

hostile-too-much-processes = { $program } crée des processus ou des threads sans s’arrêter.
    .why = Chaque processus créé en crée d’autres, ou une boucle en crée sans jamais en attendre la fin : leur nombre croît jusqu’à la limite du système, et plus personne ne peut travailler. Le grader arrête le programme avant.
    .hint = Regardez ce qui entoure chaque fork(), Process ou Thread : combien de fois cette ligne est-elle exécutée, et par qui ? Un fils qui ne se termine pas continue dans la boucle de son père.
    .lesson = On sait toujours combien de processus et de threads un programme peut avoir à la fois.

hostile-too-much-memory = { $program } prend de la mémoire sans s’arrêter.
    .why = Une liste, un tampon ou une zone partagée grandit à chaque tour sans que rien ne soit rendu. Au-delà de la limite, le programme est arrêté, pour que les autres gardent de quoi travailler.
    .hint = Cherchez ce qui grandit dans vos boucles : que garde-t-on de chaque message, et jusqu’à quand ? Affichez sa taille de temps en temps.
    .lesson = Un serveur doit pouvoir tourner toute la journée dans une mémoire bornée.

hostile-too-much-processor = { $program } occupe tous les processeurs sans aucun résultat.
    .why = Plusieurs processus ou threads calculent en même temps, longtemps, et rien n’arrive ni sur le réseau ni à l’écran.
    .hint = Cherchez la boucle sans attente que chacun exécute : que devrait-elle attendre avant de recommencer ?
    .lesson = Un programme de réseau passe presque tout son temps à attendre.

hostile-too-much-output = { $program } affiche du texte sans s’arrêter.
    .why = Une boucle affiche à chaque tour sans rien attendre. Des centaines de mégaoctets plus tard, personne ne pourra rien y lire ; le grader arrête le programme.
    .hint = Trouvez l’affichage qui se répète et la boucle où il est : qu’est-ce qui devrait la faire attendre, ou finir ?
    .lesson = Une boucle qui n’attend rien et ne finit pas est une erreur, même si chaque tour est juste.

hostile-too-much-connections = { $program } ouvre des connexions ou des sockets sans s’arrêter.
    .why = Une boucle se connecte de nouveau à chaque tour, ou crée des sockets sans fermer les précédentes. Les descripteurs, les ports et la mémoire du système s’épuisent pour tous ; le grader arrête le programme avant.
    .hint = Cherchez où la socket est créée et où elle est fermée : passe-t-on par les deux autant de fois ? Après un refus, que fait-on avant de réessayer ?
    .lesson = Une connexion par dialogue, fermée quand il est fini.

hostile-too-much-traffic = { $program } envoie des messages sur le réseau sans s’arrêter.
    .why = Une boucle envoie à chaque tour sans rien attendre en retour : le destinataire et le réseau sont noyés. Après des dizaines de milliers de messages, le grader arrête le programme.
    .hint = Trouvez l’envoi qui se répète : qu’est-ce qui devrait le précéder à chaque tour, une saisie, une réponse ?
    .lesson = Dans un dialogue, chacun parle quand c’est son tour.

submission-archive-damaged = Votre archive ne peut pas être lue en entier.
    .why = Elle est coupée, abîmée, protégée par un mot de passe, ou n’est pas de la sorte que son nom annonce. Ce qui a pu en être lu est examiné ; le reste manque.
    .hint = Téléchargez ce que vous avez rendu et ouvrez-le sur une autre machine : s’il ne s’ouvre pas, refaites l’archive (zip ou tar.gz, sans mot de passe) et rendez-la de nouveau.
    .lesson = On vérifie ce que l’on a rendu en le rouvrant.

submission-archive-unknown = Votre archive est d’un format qui n’est pas lu ici.
    .why = Seuls zip, tar et tar.gz sont ouverts ; les autres formats demandent des outils qui ne sont pas partout. Vos programmes n’ont donc pas pu être examinés.
    .hint = Refaites l’archive au format zip ou tar.gz, ou rendez les fichiers tels quels.
    .lesson = On rend dans le format demandé.

submission-manifest-wrong = Votre fichier tp.toml contient une erreur : il n’est pas pris en compte.
    .why = Un tp.toml dit quel fichier est quel programme, et passe avant toute recherche automatique. Celui-ci ne peut pas être lu : les programmes ont été cherchés d’après leurs noms et leur code.
    .hint = Allez à la ligne indiquée : une étape et un rôle (server ou client) qui existent, des textes entre guillemets, une commande entre crochets. La commande grader check montre l’erreur avec son emplacement.
    .lesson = Un fichier de configuration se vérifie comme un programme : en le faisant lire.

sandbox-process-left = Un processus lancé par votre programme lui survit.
    .why = Un processus enfant ne s’arrête pas avec son parent : il continue seul, avec les descripteurs dont il a hérité, et peut ainsi garder un port occupé. Le grader l’a arrêté lui-même.
    .hint = C’est signalé sans coûter de point. Cherchez ce qui lance ce processus, et à quel moment votre programme attend sa fin ou la demande.
    .lesson = Qui lance un processus en attend la fin.

client-stops-on-message-containing-fin = Votre client s’arrête sur un message qui contient seulement « fin »
    .why = Chercher « fin » quelque part dans le texte est vrai aussi pour « la fin approche » ou « finir ».
    .hint = Demandez-vous si vous voulez savoir que le message contient ce mot, ou que le message est exactement ce mot.
    .lesson = Un mot de commande se compare en entier.

client-ends-on-empty-line = Votre client se termine quand l’utilisateur valide une ligne vide
    .why = Une ligne vide n’est pas « fin » : rien dans l’énoncé n’en fait une demande d’arrêt.
    .hint = Regardez ce que fait votre boucle quand le texte saisi est vide, et ce que l’utilisateur attend dans ce cas.
    .lesson = Ne terminez que sur ce que le protocole désigne comme la fin.

server-stops-on-eof = Votre serveur s’arrête quand un client disparaît
    .why = Le client est parti sans dire « fin » : la réception rend alors zéro octet. Votre programme s’est terminé au lieu de revenir attendre le client suivant.
    .hint = Distinguez la fin d’un client de la fin du serveur : laquelle des deux boucles faut-il quitter ici ?
    .lesson = Le départ d’un client ne doit jamais décider de la vie du serveur.

server-stops-on-reset = Votre serveur s’arrête quand un client coupe brutalement
    .why = Le client a coupé par un segment RST : la réception lève alors une erreur. Votre programme s’est terminé au lieu de revenir attendre le client suivant.
    .hint = Traitez l’erreur là où ce client est servi, pour que la boucle des clients continue.
    .lesson = Une erreur sur une connexion ne concerne que cette connexion.

server-does-not-show-message = Votre serveur n’affiche pas ce qu’il a reçu
    .why = Le message est bien arrivé jusqu’à votre programme, mais il n’apparaît pas tel quel dans son terminal : rien n’est affiché, ou c’est autre chose (une autre partie du message, un texte mal décodé).
    .hint = Comparez ce qui est affiché à ce qui est attendu. Vérifiez que ce qui est reçu est affiché, décodé d’un bloc et non octet par octet, et que cet affichage n’attend pas un autre événement.
    .lesson = Ce qui est reçu et ce qui est montré sont deux étapes : vérifiez les deux.

server-shows-bytes = Votre serveur affiche des octets, pas le texte du message.
    .why = Le réseau transporte des octets. Affichés tels quels, Python les écrit entre b'…', et chaque caractère accentué devient une suite de codes comme \xc3\xa9 : ce n’est plus le message.
    .hint = Suivez la valeur rendue par recv() jusqu’à l’affichage : de quel type est-elle à chaque ligne ? Il manque l’opération inverse de celle que l’autre fait avant d’envoyer.
    .lesson = Un texte s’encode avant l’envoi et se décode après la réception.

server-leaves-processes = Votre serveur est terminé, mais un de ses processus reste.
    .why = fork() donne deux processus qui partagent les sockets : le port reste occupé tant que l’un des deux vit, et les clients suivants se connectent à un serveur que personne ne sert.
    .hint = Suivez chacun des deux processus jusqu’à sa fin : qu’est-ce qui le fait sortir de sa boucle quand l’autre côté s’en va ? Qui prévient l’autre ?
    .lesson = Qui crée un processus est responsable de sa fin.

client-leaves-processes = Votre client est terminé, mais un de ses processus reste.
    .why = fork() donne deux processus qui partagent le terminal et les sockets. Celui qui reste continue de lire le clavier ou le réseau, et la connexion n’est pas fermée tant qu’il en garde une copie.
    .hint = Suivez chacun des deux processus jusqu’à sa fin : qu’est-ce qui le fait sortir de sa boucle quand l’autre côté s’en va ? Qui prévient l’autre ?
    .lesson = Qui crée un processus est responsable de sa fin.

server-wrong-file = Le fichier de votre serveur n’est pas celui qui est attendu.
    .why = Ce que le serveur a écrit sur le disque ne correspond pas à ce qu’il a reçu.
    .hint = Comparez le contenu du fichier avec les messages échangés, et cherchez où il est écrit.
    .lesson = Un effet sur le disque fait partie du comportement d’un programme.

client-wrong-file = Le fichier de votre client n’est pas celui qui est attendu.
    .why = Ce que le client a écrit sur le disque ne correspond pas à ce qu’il a reçu.
    .hint = Comparez le contenu du fichier avec les messages échangés, et cherchez où il est écrit.
    .lesson = Un effet sur le disque fait partie du comportement d’un programme.

server-shows-too-early = Votre serveur affiche ce qu’il ne devrait pas encore afficher.
    .why = recv() rend les octets arrivés jusque-là, pas un message : un morceau n’est pas une unité complète.
    .hint = Gardez ce qui est incomplet de côté, et n’affichez que ce qui est terminé.
    .lesson = TCP est un flux : c’est au programme de retrouver les limites des messages.

client-shows-too-early = Votre client affiche ce qu’il ne devrait pas encore afficher.
    .why = recv() rend les octets arrivés jusque-là, pas un message : un morceau n’est pas une unité complète.
    .hint = Gardez ce qui est incomplet de côté, et n’affichez que ce qui est terminé.
    .lesson = TCP est un flux : c’est au programme de retrouver les limites des messages.

list-message-lost = Un message reçu n’est pas dans la liste partagée.
    .why = Deux threads qui lisent la liste, la modifient chacun de son côté puis la remettent écrasent l’ajout l’un de l’autre : le dernier qui écrit gagne, l’autre message disparaît.
    .hint = Cherchez tout ce qui se passe entre la lecture de la ressource partagée et son écriture : ces opérations doivent former un bloc qu’aucun autre thread ne peut couper.
    .lesson = Lire puis écrire ne forme une seule opération que sous un verrou commun.

list-message-doubled = Un message est deux fois dans la liste partagée.
    .why = Deux threads ont pris la même place ou le même numéro, ou un même message a été ajouté par deux chemins du programme.
    .hint = Suivez un message depuis recv() : combien d’endroits l’ajoutent ? Le numéro est-il pris et augmenté sans qu’un autre thread puisse passer entre les deux ?
    .lesson = Un compteur partagé se lit et s’augmente sous le même verrou.

list-message-torn = Des morceaux de messages sont mélangés.
    .why = Un message écrit en plusieurs fois peut être coupé par celui d’un autre thread : chaque écriture est faite, mais pas d’un seul tenant.
    .hint = Cherchez où un message est écrit ou envoyé en plusieurs appels, et faites en sorte qu’un seul thread à la fois écrive le message entier.
    .lesson = Ce qui doit rester d’un seul tenant s’écrit d’un seul tenant, sous le verrou.

list-order-broken = L’ordre des messages d’un même client n’est pas gardé.
    .why = TCP garde l’ordre d’une connexion. S’il est perdu, c’est dans le programme : deux threads traitent les messages du même client, ou une structure qui ne garde pas l’ordre.
    .hint = Suivez deux messages d’un même client : sont-ils traités par le même thread, l’un après l’autre ?
    .lesson = Un thread par client garde l’ordre de ce client.

server-stops-after-some-clients = Votre serveur ne sert plus personne après quelques clients.
    .why = Les premiers clients sont servis, puis plus personne ne l’est : quelque chose, dans la boucle d’accueil, compte les clients ou s’use avec eux.
    .hint = Relisez la condition de la boucle qui entoure accept() : qu’est-ce qui peut la faire sortir ? Chaque socket de client est-elle fermée ?
    .lesson = Un serveur ne décide pas d’avance combien de clients il aura.

chat-turns-broken = L’échange ne se fait pas à tour de rôle.
    .why = À tour de rôle, chacun envoie un message, puis attend celui de l’autre et le montre avant de rendre la parole. Un programme qui parle deux fois, répond sans son utilisateur ou saute une lecture décale tout : l’autre prend un message pour la réponse à un autre, ou attend ce qui ne viendra pas.
    .hint = Écrivez sur deux colonnes ce que font les deux programmes, un appel par ligne, pour deux échanges : en face de chaque envoi, une seule lecture. Où votre programme s’en écarte-t-il ? S’il surveille le clavier et la socket à la fois, qu’est-ce qui lui dit à qui est le tour ?
    .lesson = Dans un échange à tour de rôle, recevoir donne la parole et envoyer la rend.

## Ce que plusieurs threads partagent

lock-missing = Une variable partagée est lue ou modifiée sans verrou.
    .why = Le système passe d’un thread à l’autre à n’importe quel moment, aussi entre la lecture d’une valeur et l’écriture de la suivante. Sans verrou, rien n’empêche deux threads d’être au même endroit en même temps ; que cela marche presque toujours ne prouve rien, et l’énoncé demande un verrou.
    .hint = Cherchez toutes les lignes qui lisent ou modifient cette variable, et demandez-vous pour chacune ce qu’un autre thread peut faire juste avant et juste après.
    .lesson = Ce qui est partagé et modifié se protège partout, pas seulement là où on l’a vu casser.

lock-per-thread = Chaque thread prend son propre verrou.
    .why = Un verrou ne fait attendre que ceux qui demandent le même objet. S’il est créé pour chaque client, ou à chaque passage, personne d’autre ne le demande jamais : il est toujours libre et ne protège rien.
    .hint = Regardez à quel endroit le verrou est créé, et combien de fois cette ligne est exécutée quand trois clients sont là.
    .lesson = Un verrou ne protège que s’il est commun à tous ceux qui touchent la même donnée.

lock-not-common = La même donnée est protégée par deux verrous différents.
    .why = Deux threads qui tiennent chacun un autre verrou ne s’attendent pas : chacun croit être seul. La donnée est alors modifiée par les deux à la fois.
    .hint = Faites la liste des verrous et, à côté de chacun, ce qu’il est censé protéger ; une donnée ne doit apparaître qu’une fois.
    .lesson = Une donnée, un verrou.

lock-not-released = Un verrou pris n’est jamais rendu.
    .why = Entre la prise du verrou et sa libération, quelque chose peut échouer (un client parti, une conversion impossible) : l’exception, ou le return, saute par-dessus la ligne qui devait le rendre. Ou bien le thread qui le tient le demande une seconde fois, dans une fonction appelée entre-temps : un Lock ordinaire ne reconnaît pas celui qui le tient. Tous ceux qui le demandent ensuite attendent pour toujours, sans message d’erreur.
    .hint = Suivez le chemin d’une erreur survenue juste après la prise du verrou : passe-t-elle par une ligne qui le rend ? Et entre la prise et la libération, qui d’autre est appelé, et que demande-t-il ?
    .lesson = Un verrou se rend sur tous les chemins, celui de l’erreur compris.

lock-order = Deux verrous sont pris dans des ordres opposés.
    .why = Si un thread tient le premier et attend le second pendant qu’un autre tient le second et attend le premier, aucun des deux ne peut plus avancer. Il suffit d’une fois, et rien ne l’annonce.
    .hint = Écrivez, pour chaque fonction, la suite des verrous qu’elle prend. Deux suites se contredisent-elles ?
    .lesson = Des verrous pris ensemble se prennent toujours dans le même ordre.

race-lost-update = Deux messages arrivés en même temps ne laissent la trace que d’un seul.
    .why = L’un des threads a lu une valeur, l’autre l’a changée entre-temps, puis le premier a écrit un résultat calculé sur l’ancienne : le travail du second est perdu. Lire, calculer, écrire sont trois pas, même sur une seule ligne du programme.
    .hint = À la ligne indiquée, repérez ce qui est lu avant et écrit après, et ce qui garantit que personne ne passe entre les deux.
    .lesson = Une suite lire–modifier–écrire n’est correcte que si personne ne peut s’y glisser.

race-torn = Les morceaux de deux messages se mélangent.
    .why = Un message est rangé en plusieurs fois, et un autre thread a rangé le sien entre deux de ces fois. Chaque écriture est entière ; leur suite ne l’est pas.
    .hint = Comptez les instructions qui, pour un seul message, modifient ce qui est partagé.
    .lesson = Ce qui doit rester ensemble s’écrit sous une seule prise du verrou.

race-iteration-broken = Ce qui est parcouru par un thread est modifié par un autre.
    .why = Pendant une boucle sur une liste, un dictionnaire ou un ensemble partagé, un autre thread y ajoute ou en retire un élément. Python le remarque (« changed size during iteration »), ou saute un élément sans rien dire.
    .hint = Demandez-vous qui peut modifier cette collection pendant que la boucle tourne, surtout si le corps de la boucle envoie des données.
    .lesson = On parcourt sous le verrou, ou bien une copie faite sous le verrou.

race-stale-read = Une réponse annonce ce qui n’est plus vrai.
    .why = Le message est bien rangé, mais le total est lu à un autre moment : entre les deux, un autre thread a rangé le sien. Deux clients reçoivent alors le même nombre, ou un nombre est sauté. De même, une liste parcourue sans verrou pendant qu’elle change n’est celle d’aucun instant.
    .hint = Repérez où ce que dit la réponse est lu : est-ce pendant que le verrou est tenu ?
    .lesson = Ce que l’on annonce se lit dans la même section critique que ce que l’on vient de faire.

deadlock-locks = Deux threads s’attendent l’un l’autre : interblocage.
    .why = Chacun tient un verrou et attend celui de l’autre. Aucun ne rend ce qu’il tient avant d’avoir obtenu le reste : ils attendent pour toujours, et avec eux tous ceux qui demanderont ces verrous.
    .hint = Regardez dans quel ordre chaque chemin prend ses verrous, et si deux chemins les prennent dans des ordres différents.
    .lesson = Un interblocage ne se répare pas quand il est là : il se rend impossible par un ordre commun.

deadlock-turns = Vos deux programmes attendent chacun un message de l’autre.
    .why = Le client attend que le serveur parle, le serveur attend que le client parle : les deux sont bloqués dans recv(), et aucun des deux ne peut en sortir.
    .hint = Relisez l’énoncé pour savoir qui parle en premier, puis comparez avec la première instruction que chacun exécute après la connexion.
    .lesson = Un protocole dit aussi à qui est le tour.

server-thread-died = Un client n’a plus la réponse attendue, alors que les autres continuent.
    .why = Ce client était servi, puis sa réponse n’est plus venue, ou sa connexion s’est terminée. Une exception que personne n’attrape ne termine que le thread où elle se produit : le serveur tourne encore et les autres clients ne remarquent rien. Un thread qui attend un verrou jamais rendu se tait de même.
    .hint = Regardez le terminal du serveur : une trace y nomme le thread, l’exception et la ligne. S’il n’y en a pas, voyez dans les preuves où ce thread attend, et qui devait le libérer.
    .lesson = Un thread qui meurt ne prévient personne.

race-reply-astray = La réponse destinée à un client part à un autre.
    .why = Entre la réception du message et l’envoi de la réponse, un autre thread a changé ce qui désigne le client (une variable commune à tous) : la réponse suit la nouvelle valeur.
    .hint = Cherchez d’où vient la socket sur laquelle la réponse est envoyée : appartient-elle à ce thread seul ?
    .lesson = Ce qui n’appartient qu’à un client n’a pas sa place dans une variable de tous.
