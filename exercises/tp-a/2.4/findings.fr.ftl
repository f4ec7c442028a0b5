### Constats de l’étape 2.4, en français : une conversation à deux, à tour de rôle.

server-misses-operator-fin = Votre serveur continue après le « fin » de son opérateur.
    .why = Le mot est bien parti, mais votre serveur attend encore un message ou une saisie, comme si la conversation durait. Seul le client a été prévenu : la condition d’arrêt n’est examinée que sur ce qui est reçu.
    .hint = Suivez dans votre boucle le texte que tape l’opérateur : après l’envoi, qui le compare à « fin » ? Chaque programme entend ce mot par deux chemins, le réseau et son clavier.
    .lesson = Qui dit au revoir doit aussi partir.

server-does-not-send-fin = Votre serveur n’envoie pas « fin » au client quand son opérateur le tape.
    .why = « fin » est un message du protocole : le client ne peut le connaître que s’il circule. Sans lui, il ne voit au mieux qu’une fermeture, qu’il ne peut distinguer d’un départ inattendu.
    .hint = Regardez l’ordre des opérations dans la boucle : la condition d’arrêt est-elle examinée avant ou après l’envoi ?
    .lesson = On dit au revoir avant de raccrocher.

server-alters-message = Votre serveur n’envoie pas exactement le texte que tape son opérateur.
    .why = Le client reçoit les octets que le serveur a écrits, ni plus ni moins : la différence est née entre la saisie et l’envoi. Un retour à la ligne ajouté, un nettoyage, un encodage autre que UTF-8 suffit ; et un « fin » précédé ou suivi d’autre chose n’est plus « fin » pour le client qui le compare.
    .hint = Regardez le premier octet faux, puis affichez avec repr() la valeur juste avant l’envoi. Ce que vous ajoutez pour l’œil a-t-il sa place sur le réseau, ou sur le terminal de celui qui reçoit ?
    .lesson = Sans délimiteur convenu, chaque octet de plus change le message.

server-message-prefix = Votre serveur ajoute un texte devant chaque message qu’il envoie.
    .why = Le message de l’opérateur arrive entier, mais précédé d’un texte constant. Le client ne peut plus savoir ce qui a été tapé et ce qui a été ajouté.
    .hint = C’est accepté et ne coûte aucun point. Voyez ce que devient « fin » ; et demandez-vous lequel des deux programmes devrait écrire ce texte, celui qui envoie ou celui qui affiche.
    .lesson = On envoie les données, on les habille à l’affichage.

client-message-prefix = Votre client ajoute un texte devant chaque message qu’il envoie.
    .why = Le message de l’utilisateur arrive entier, mais précédé d’un texte constant. Le serveur ne peut plus savoir ce qui a été tapé et ce qui a été ajouté.
    .hint = C’est accepté et ne coûte aucun point. Voyez ce que devient « fin » ; et demandez-vous lequel des deux programmes devrait écrire ce texte, celui qui envoie ou celui qui affiche.
    .lesson = On envoie les données, on les habille à l’affichage.

client-ignores-server-fin = Votre client ne met pas fin à la session quand il reçoit « fin ».
    .why = Le serveur a dit au revoir et raccroché, mais votre client a pris ce mot pour un message ordinaire : il rend la parole à son utilisateur, qui écrira à quelqu’un qui n’est plus là. En Python, des octets ne sont jamais égaux à une chaîne : comparer sans avoir décodé donne toujours faux, sans aucune erreur.
    .hint = Votre client examine-t-il ce qu’il reçoit, ou seulement ce qui est tapé ? S’il l’examine, affichez avec repr() les deux valeurs comparées, et suivez ce qui s’exécute ensuite.
    .lesson = La fin peut venir de chacun des deux côtés.

server-talks-first = Votre serveur donne la parole à son opérateur avant d’avoir reçu un message.
    .why = Dans ce TP, c’est le client qui parle d’abord. Si les deux commencent par parler, chacun prend le premier message de l’autre pour la réponse au sien, et la conversation reste décalée d’un tour.
    .hint = C’est accepté et ne coûte aucun point, à condition que votre client, lui, commence par écouter. Quelle est la première opération de votre serveur après accept() ?
    .lesson = Qui commence se décide avant le premier message.

server-stuck-on-empty-line = Votre serveur reste bloqué quand son opérateur valide une ligne vide.
    .why = Une ligne vide donne zéro octet, et envoyer zéro octet n’envoie rien : TCP n’a pas de message vide. Le client ne reçoit rien et garde le silence, tandis que le serveur attend son message dans recv().
    .hint = Décidez ce que doit faire le serveur d’une saisie vide avant de toucher au réseau : a-t-il rendu la parole si rien n’est parti ?
    .lesson = Zéro octet envoyé, zéro octet reçu.

server-ends-on-empty-line = Votre serveur met fin à la conversation quand son opérateur valide une ligne vide.
    .why = Une ligne vide n’est pas « fin » : rien dans l’énoncé n’en fait une demande d’arrêt, et le client n’en est pas prévenu.
    .hint = Regardez ce que fait votre boucle quand le texte saisi est vide, et ce que l’opérateur attend dans ce cas.
    .lesson = Ne terminez que sur ce que le protocole désigne comme la fin.

client-crashes-on-reset = Votre client plante quand le serveur coupe la connexion brutalement.
    .why = Un RST arrive quand l’autre programme abandonne la connexion sans la fermer proprement. L’appel en cours ou le suivant lève alors ConnectionResetError (parfois BrokenPipeError pour un envoi), et le programme s’arrête sur une trace si personne ne l’attrape.
    .hint = Demandez-vous autour de quels appels cette exception peut naître, la lecture comme l’envoi, et ce que le client doit dire à son utilisateur. N’attrapez que les erreurs de connexion, sans quoi vous cacheriez vos propres fautes.
    .lesson = Une connexion peut se rompre à chaque appel qui s’en sert.

client-stuck-on-reset = Votre client reste bloqué quand le serveur coupe la connexion brutalement.
    .why = L’erreur d’un RST est signalée une seule fois ; ensuite recv() rend une suite d’octets vide et un envoi échoue, sans jamais attendre. Votre client attend donc ailleurs que sur cette connexion morte, le plus souvent au clavier, sans avoir clos la session.
    .hint = Voyez dans les preuves quel appel le retient, puis suivez ce qui s’exécute après l’exception : quitte-t-on la boucle, ou y retourne-t-on ?
    .lesson = Attraper une erreur ne suffit pas, il faut décider de la suite.

client-spins-on-reset = Votre client tourne en boucle quand le serveur coupe la connexion brutalement.
    .why = Après un RST, plus aucun appel n’attend sur cette socket : le premier lève ConnectionResetError, puis recv() rend une suite d’octets vide et les envois échouent. Une boucle qui avale l’exception ou ignore le résultat vide recommence aussitôt, sans fin.
    .hint = Regardez le bloc qui attrape l’exception : quitte-t-il la boucle, ou y retourne-t-il ? Vérifiez aussi le cas du résultat vide.
    .lesson = Une erreur avalée en silence revient au tour suivant.

pair-both-talk = Votre client et votre serveur commencent tous deux par parler.
    .why = Les deux premiers messages se croisent. Chacun lit celui de l’autre comme une réponse au sien, rend la parole à son utilisateur, et la vraie réponse ne sera montrée qu’un tour plus tard.
    .hint = La remarque ne coûte aucun point, mais vos deux programmes ne peuvent pas se parler. Comparez la première opération de chaque programme après la connexion : un seul des deux doit parler d’abord, et un message d’accueil compte comme un premier message si l’autre ne l’attend pas.
    .lesson = Si les deux commencent par parler, personne n’écoute.

pair-does-not-end = « fin » ne termine pas vos deux programmes quand ils se parlent.
    .why = Chacun se termine avec un autre partenaire, mais pas ensemble : après « fin », l’un attend un mot ou une fermeture que l’autre n’envoie pas, ou envoie un mot que l’autre prend pour un message.
    .hint = Voyez dans les preuves ce qu’attend celui qui reste. Décidez ensuite, pour les deux à la fois, ce que fait celui qui dit « fin » et ce que fait celui qui l’entend : qui répond, qui ferme, et dans quel ordre ?
    .lesson = La fin d’une conversation est aussi une règle du protocole.
