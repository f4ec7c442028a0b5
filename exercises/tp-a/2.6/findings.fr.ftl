### Constats de l’étape 2.6, en français : un mini-protocole de commandes.

protocol-me = Votre serveur ne répond pas à « /me » comme le demande l’énoncé.
    .why = La réponse à « /me applaudit » est un astérisque, une espace, le nom du client, une espace, puis le texte qui suivait la commande. Le mot « /me » lui-même n’est qu’une consigne pour le serveur : il ne doit pas rester dans la réponse.
    .hint = Comparez caractère par caractère ce que le client a reçu avec ce qui était attendu : étoile, nom, espaces, texte. Affichez avec repr() le nom et le texte juste après avoir découpé le message, et comptez les caractères que vous avez retirés.
    .lesson = Une réponse de protocole se construit à partir de morceaux que l’on a vérifiés un par un.

protocol-all = Votre serveur ne répond pas à « /all » comme le demande l’énoncé.
    .why = La réponse à « /all Salut » est le nom du client entre crochets, une espace, puis le texte tel qu’il a été envoyé, avec toutes ses espaces. Celui qui écrit doit la recevoir lui aussi : son programme l’attend dans recv().
    .hint = Comparez ce que le client a reçu avec ce qui était attendu : crochets, nom, espace, texte complet. Si rien n’est arrivé, suivez la boucle d’envoi : à qui la réponse part-elle, et l’auteur en fait-il partie ?
    .lesson = Un format de message est le même pour tous ceux qui le lisent.

protocol-bye = Votre serveur ne termine pas la conversation sur « /bye » comme le demande l’énoncé.
    .why = « /bye » demande deux choses, dans cet ordre : envoyer « À bientôt » avec le nom de ce client, puis fermer sa connexion. Sans l’envoi, le client part sans réponse ; sans la fermeture, il l’attend dans recv() ; dans l’ordre inverse, la socket fermée ne peut plus rien envoyer.
    .hint = Voyez laquelle des deux moitiés manque. Relisez ensuite les instructions exécutées pour cette commande, dans leur ordre, jusqu’à la fin de la boucle : le texte exact, la socket sur laquelle il part, celle qui est fermée.
    .lesson = On répond, puis on ferme.

protocol-help-missing = Votre serveur ne nomme pas les commandes quand on demande « /help ».
    .why = Celui qui se connecte ne connaît pas le protocole, et « /help » est la seule commande qu’il essaiera au hasard. La réponse attendue est un texte libre où figurent les commandes que le serveur comprend.
    .hint = Cherchez quelle branche traite « /help » : existe-t-elle, est-elle essayée avant celle des commandes inconnues, et son texte part-il sur la socket du client plutôt que dans votre terminal ?
    .lesson = Un protocole qui sait se présenter n’a pas besoin de mode d’emploi.

protocol-help-incomplete = L’aide de votre serveur ne nomme pas toutes les commandes.
    .why = Le texte de « /help » existe, mais « /me », « /all » et « /bye » n’y sont pas toutes. Une commande absente de l’aide n’est connue que de celui qui l’a écrite.
    .hint = C’est accepté et ne coûte aucun point. Comparez la liste de votre aide avec les branches de votre programme, et demandez-vous comment faire pour qu’elles ne puissent pas diverger.
    .lesson = Une aide tenue à part du code finit par mentir.

protocol-unknown-command-silent = Votre serveur se tait devant une commande inconnue.
    .why = Le client a envoyé une ligne et attend la réponse dans recv() ; le serveur n’a rien envoyé et attend la ligne suivante dans le sien. Plus personne ne parlera : une faute de frappe suffit à bloquer la conversation.
    .hint = Faites la liste des branches de votre programme et demandez-vous laquelle s’exécute pour « /danse ». S’il n’y en a aucune, ou si elle n’affiche que dans le terminal du serveur, vous avez trouvé.
    .lesson = Toute demande mérite une réponse, même un refus.

protocol-no-pseudo = Votre serveur ne laisse pas son client choisir son nom.
    .why = Les réponses de l’énoncé portent un nom, mais aucune façon de le donner n’a eu d’effet : premier message, réponse à une question, « /pseudo », « /nick ». Le nom affiché est donc choisi par votre programme, et deux clients ne se distinguent pas, ou par leur adresse seulement.
    .hint = C’est accepté et ne coûte aucun point, car l’énoncé ne dit pas d’où vient le nom. Décidez qui le donne, à quel moment de la conversation, et dans quelle variable il reste jusqu’à la fin.
    .lesson = Ce que l’énoncé ne dit pas, le protocole doit quand même le fixer.

protocol-name-changes = Le nom du client n’est pas le même d’une commande à l’autre.
    .why = Dans une même conversation, le même client apparaît sous des noms différents. Chaque réponse construit donc le nom de son côté, ou quelque chose le remplace entre deux commandes.
    .hint = Cherchez tous les endroits où ce nom est fabriqué ou modifié : une adresse écrite en entier ici et en partie là, une variable réutilisée pour autre chose, un nom écrit en dur dans une seule réponse.
    .lesson = Une information qui sert partout se calcule à un seul endroit.

protocol-name-of-another = Votre serveur donne à un client le nom du précédent.
    .why = Le second client s’est présenté, mais la réponse porte le nom du premier : la variable a gardé sa valeur d’une connexion à l’autre, et le programme a cru connaître déjà ce client.
    .hint = Pour chaque variable de votre serveur, demandez-vous quand elle reçoit sa valeur de départ : une fois au lancement, ou à chaque accept() ? Celles qui parlent du client ont besoin de la seconde.
    .lesson = Ce qui appartient à une connexion commence et finit avec elle.

protocol-other-farewell = Votre serveur dit au revoir, mais pas avec le texte exact de l’énoncé.
    .why = L’au revoir est reconnaissable et la connexion se ferme ; seuls diffèrent des détails, comme un accent, l’espace avant le point d’exclamation, ce signe lui-même ou le nom du client.
    .hint = C’est accepté et ne coûte aucun point. Comparez votre texte à celui de l’énoncé, caractère par caractère.
    .lesson = Un programme ne reconnaît pas deux formules voisines.

protocol-prefix-taken-for-command = Votre serveur prend pour une commande un mot qui ne fait que commencer comme elle.
    .why = Demander si le message commence par « /me » est vrai aussi pour « /mexxx » ; de même « /allez » commence par « /all » et « /byebye » par « /bye ». Le nom de la commande va jusqu’à la première espace, ou jusqu’à la fin du message.
    .hint = Regardez comment votre programme reconnaît une commande. Sépare-t-il d’abord le premier mot du reste, pour comparer ensuite ce mot entier ?
    .lesson = Découper d’abord, comparer ensuite.

protocol-command-without-text = Votre serveur ne répond plus à une commande envoyée sans son texte.
    .why = « /me » seul ne contient pas d’espace : le découper en deux ne donne qu’un morceau, et prendre le second lève une exception. S’il reste un texte vide, l’envoyer tel quel n’envoie aucun octet, et le client attend toujours.
    .hint = Exécutez à la main, avec le message « /me », chaque ligne de votre découpage et notez ce que vaut chaque variable. Décidez ensuite ce que le serveur doit répondre : un texte vide, un rappel de l’usage ?
    .lesson = Un découpage peut donner moins de morceaux que prévu.

protocol-upper-case = « /ALL » en majuscules bloque votre serveur ou l’interrompt.
    .why = Pour Python, « /ALL » et « /all » sont deux textes différents. Les accepter ou les refuser sont deux bons choix, mais une partie du programme ignore ici la casse et une autre non : la commande est reconnue, puis son texte n’est pas trouvé.
    .hint = Repérez où la casse est ramenée aux minuscules et où le message d’origine est utilisé. La même forme du nom doit servir à reconnaître la commande et à la séparer de son texte.
    .lesson = Une convention sur la casse vaut pour tout le programme.

protocol-plain-text = Votre serveur ne sait pas quoi faire d’un message qui n’est pas une commande.
    .why = Un utilisateur qui oublie la barre oblique envoie une ligne ordinaire. Le client attend sa réponse dans recv() : sans réponse, il est bloqué, et une erreur à cet endroit lui coûte la connexion.
    .hint = Cherchez quelle branche s’exécute pour un message qui ne commence pas par « / ». Le choix est libre (le traiter comme un message, rappeler l’aide), mais le client doit recevoir quelque chose.
    .lesson = Prévoyez le message ordinaire : c’est le plus probable.

protocol-accents = Votre serveur perd les accents ou les emoji d’un « /all ».
    .why = Un caractère accentué occupe deux octets en UTF-8, un emoji quatre. Un encodage plus pauvre, comme ASCII ou Latin-1, ne sait pas les écrire : il lève une erreur, les remplace ou les supprime, selon ce qu’on lui a demandé.
    .hint = Regardez chaque encode() et decode() du chemin d’un message, avec ses arguments : le même encodage des deux côtés, et aucune erreur ignorée en silence ?
    .lesson = Les deux bouts d’une connexion conviennent d’un encodage, et d’un seul.

client-does-not-send-bye = Votre client n’envoie pas « /bye » au serveur quand on le saisit.
    .why = C’est le serveur qui dit au revoir et qui ferme : il ne peut le faire que si la commande lui parvient. Sans elle, il ne voit au mieux qu’une fermeture, qu’il ne peut distinguer d’un départ inattendu.
    .hint = Regardez l’ordre des opérations dans la boucle : la condition d’arrêt est-elle examinée avant ou après l’envoi ? Vérifiez aussi que rien n’est changé dans le texte saisi.
    .lesson = Une commande du protocole est pour l’autre, pas pour soi.

client-stays-after-bye = Votre client reste ouvert après « /bye ».
    .why = Le serveur a salué et fermé la connexion : plus rien ne peut y passer. Votre client ne s’en est pas rendu compte, car il attend ailleurs, le plus souvent une nouvelle ligne au clavier.
    .hint = Deux indices disent que c’est fini : la commande que l’utilisateur vient de saisir, et le recv() vide qui suit la réponse. Cherchez lequel votre boucle examine, et à quel moment.
    .lesson = Qui demande la fin s’en va quand elle est accordée.

client-leaves-before-farewell = Votre client part sans montrer l’au revoir du serveur.
    .why = Après « /bye », le serveur répond encore. Votre client ferme ou se termine sans lire cette réponse ; fermer une socket qui contient des octets non lus envoie d’ailleurs un RST au serveur.
    .hint = Regardez ce qui suit l’envoi dans la boucle : la sortie a-t-elle lieu avant ou après la lecture et l’affichage de la réponse ?
    .lesson = La dernière réponse se lit comme les autres.
