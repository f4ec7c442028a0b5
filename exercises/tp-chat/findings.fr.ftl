line-shown-before-newline = Un morceau de ligne est affiché avant que sa fin soit arrivée.
    .why = recv() rend les octets arrivés jusque-là, pas une ligne : une ligne peut arriver en plusieurs morceaux. Elle n’est complète qu’avec son « \n ».
    .hint = Que faites-vous des octets qui viennent après le dernier « \n » reçu ? Ils doivent attendre, dans une variable, la suite de leur ligne.
    .lesson = TCP est un flux d’octets : c’est au programme de retrouver les lignes.

line-split-wrongly = Le programme ne retrouve pas les lignes dans ce qu’il reçoit.
    .why = Ce qu’un recv() rend peut contenir un morceau de ligne, une ligne, ou plusieurs. Seuls les « \n » disent où une ligne finit.
    .hint = Prenez le cas constaté ci-dessus et suivez vos variables : après chaque recv(), quelles lignes sont complètes, et que reste-t-il de côté ? Que devient le « \n » quand une ligne est affichée ?
    .lesson = Un recv() n’est pas un message.

line-character-cut = Votre serveur abîme un caractère coupé entre deux segments.
    .why = En UTF-8, « é » tient sur deux octets, qui peuvent arriver séparément. Décoder chaque morceau à part échoue, ou donne un caractère faux.
    .hint = À quel moment décodez-vous : morceau par morceau, ou une fois la ligne complète ?
    .lesson = On décode des messages complets, pas des morceaux.

line-newline-missing = Le programme envoie une ligne sans le « \n » qui la termine.
    .why = Dans ce TP, c’est le « \n » qui termine un message. Sans lui, celui qui reçoit attend la suite de la ligne : rien ne lui dit qu’elle est complète.
    .hint = input() rend la ligne sans sa fin, alors que sys.stdin.readline() la garde : que contient exactement ce que vous envoyez ? Regardez-le avec repr().
    .lesson = Qui reçoit ne sait d’un message que ce qui est dans les octets.

server-one-line-only = Votre serveur n’affiche plus rien après la première ligne.
    .why = La première ligne est affichée, puis le programme s’arrête ou attend autre chose que la suite : recv() n’est appelé qu’une fois pour chaque connexion.
    .hint = Repérez dans quel appel le programme attend, ou par où il est sorti. Quelle boucle répète recv(), et laquelle répète accept() ?
    .lesson = Une connexion porte autant de lignes que le client en envoie.

server-not-where-socat-looks = socat ne trouve pas votre serveur à 127.0.0.1, port 8080.
    .why = Votre serveur est bien à l’écoute, mais ailleurs : à un autre port, ou à une seule adresse de la machine. Un client qui s’en tient à l’énoncé ne l’y cherche pas.
    .hint = C’est signalé sans coûter de point. Regardez ce que vous donnez à bind() : le port est-il celui de l’énoncé, et à quelles adresses de la machine ce serveur doit-il répondre ?
    .lesson = Un service se trouve à une adresse et un port convenus d’avance.

client-one-line-only = Votre client n’envoie plus rien après la première ligne.
    .why = La première ligne part, puis le programme s’arrête ou attend autre chose que le clavier.
    .hint = Qu’est-ce qui vient après l’envoi, et est-ce dans la boucle ? Une indentation de trop ou de moins suffit ; un recv() attend un serveur qui n’a rien à dire.
    .lesson = L’indentation décide de ce qui est répété.

client-crashes-at-end-of-keyboard = Votre client s’arrête sur une erreur quand le clavier se termine (Ctrl-D).
    .why = À la fin du clavier, input() lève EOFError, et une lecture de sys.stdin rend une chaîne vide.
    .hint = Que doit faire le client quand l’utilisateur n’a plus rien à dire ? Prévoyez ce cas à côté de la lecture du clavier.
    .lesson = Le clavier aussi est un flux qui a une fin.

client-ignores-end-of-keyboard = Votre client continue après la fin du clavier (Ctrl-D).
    .why = Ctrl-D annonce que l’utilisateur n’a plus rien à taper : input() lève alors EOFError, et une lecture de sys.stdin rend une chaîne vide. Votre programme n’en tient pas compte, et attend encore.
    .hint = Que vaut la ligne lue quand il n’y a plus rien à lire, et qu’en fait votre boucle ? Si elle est quittée, voyez dans quel appel le programme attend ensuite.
    .lesson = Une lecture qui rend zéro octet annonce la fin.

chat-both-talk = Votre serveur parle avant d’avoir reçu la ligne du client.
    .why = Si le client commence aussi, chacun prend la première ligne de l’autre pour la réponse à la sienne, et l’échange reste décalé d’un tour.
    .hint = Quelle est la première opération de votre serveur après accept() ?
    .lesson = Qui commence se décide avant la première ligne.

chat-client-waits-first = Votre client attend que le serveur parle le premier.
    .why = Votre client est arrêté dans recv() et ne lit pas encore le clavier. Un serveur qui suit l’énoncé attend lui aussi : ces deux-là ne se diraient jamais rien.
    .hint = C’est signalé sans coûter de point. Si votre serveur envoie un mot d’accueil, tout va bien entre les deux ; sinon, regardez la première opération de votre client après connect().
    .lesson = Qui commence se décide avant la première ligne.

chat-not-full-duplex = Une ligne ne passe pas tant que l’autre côté n’a rien fait.
    .why = Un seul processus qui attend dans input() ne voit pas le réseau, et un processus qui attend dans recv() ne voit pas le clavier : il en faut un pour chaque sens.
    .hint = Dans quel appel chacun de vos processus est-il arrêté, ci-dessous ? Y en a-t-il bien un qui ne fait que recevoir, et un qui ne fait que lire le clavier ?
    .lesson = Attendre deux choses à la fois demande deux processus, ou un select().

chat-orphan-holds-port = Le client est parti, mais un processus de votre serveur reste et garde ses sockets.
    .why = Après fork() il y a deux processus. Celui qui reçoit a vu la fin de la connexion ; l’autre attend encore au clavier et n’en sait rien. Tant qu’il vit, il garde sa copie de la socket d’écoute : les clients suivants se connectent, et personne ne les sert.
    .hint = Lequel des deux apprend que le client est parti, et comment l’autre le saurait-il ? Pensez aussi à la socket d’écoute, que chaque processus possède après le fork().
    .lesson = Qui crée un processus est responsable de sa fin.

chat-orphan-stays = Le serveur est parti, mais un processus de votre client reste.
    .why = Après fork() il y a deux processus. Celui qui reçoit a vu la fin de la connexion ; l’autre attend encore au clavier, et ce qu’il envoie n’arrive plus à personne.
    .hint = Lequel des deux apprend que le serveur est parti, et comment l’autre le saurait-il ?
    .lesson = Qui crée un processus est responsable de sa fin.
