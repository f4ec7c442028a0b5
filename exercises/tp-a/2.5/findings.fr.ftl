### Constats de l’étape 2.5, la calculatrice distante. Mêmes règles que le catalogue du grader.

calc-wrong-result = Votre serveur n’envoie pas la valeur de l’expression.
    .why = Le client compare des caractères, pas des nombres : la réponse à une expression est l’écriture de sa valeur et rien d’autre. « 16.0 », « 3 » pour 7/2, ou « 16 » suivi d’un retour à la ligne en sont d’autres. Une différence peut naître dans le calcul (division entière, ordre des opérations, nombre trop grand pour son type) ou dans la façon d’écrire le résultat.
    .hint = Regardez le premier octet faux. Puis affichez avec repr() la valeur calculée, et ensuite ce qui est envoyé : laquelle des deux est déjà fausse ? Si une opération manque à votre calculatrice, le message d’erreur reçu à la place le dit.
    .lesson = Calculer et écrire le résultat sont deux étapes, à vérifier l’une après l’autre.

calc-result-prefix = Votre serveur met un texte devant le résultat.
    .why = La valeur est juste, mais un texte constant la précède. Un client qui voudrait se servir du nombre devrait d’abord retirer ce texte, donc le connaître.
    .hint = C’est accepté et ne coûte aucun point. Demandez-vous qui doit habiller le résultat pour l’utilisateur : celui qui calcule, ou celui qui affiche ?
    .lesson = Le serveur rend une donnée, le client la présente.

calc-one-shot = Votre serveur ne calcule qu’une expression par connexion.
    .why = Après sa première réponse, il ferme la connexion, se termine ou retourne dans accept() : l’expression suivante du même client n’est lue par personne. Une session dure jusqu’à « fin », et peut compter autant d’expressions que l’on veut.
    .hint = Repérez ce qui doit se répéter (recevoir, calculer, répondre) et ce qui ne se fait qu’une fois par client (accepter, fermer). Que contient votre boucle, et qu’est-ce qui en sort ?
    .lesson = Une connexion est une conversation, pas une seule question.

calc-error-not-reported = Votre serveur ne répond pas à une erreur par une ligne « Erreur… » ou « Error… ».
    .why = Le client ne voit de l’erreur que ce qui lui est envoyé. S’il ne reçoit rien, il attend toujours dans recv() ; s’il reçoit un texte quelconque, ou une trace de plusieurs lignes, il ne peut pas le distinguer d’un résultat. Le premier mot est la convention qui les sépare.
    .hint = Suivez le chemin d’une expression impossible (1/0) et d’une expression mal écrite (2+) : une réponse part-elle dans les deux cas ? Regardez quel est son premier mot, et si elle tient sur une seule ligne. La trace complète a sa place dans le terminal du serveur.
    .lesson = Une erreur est une réponse comme une autre : elle s’envoie, et elle se reconnaît.

calc-dies-on-error = Une expression fausse met fin à la session, ou à votre serveur.
    .why = Une exception que personne n’attrape remonte toute la pile : elle quitte la boucle, puis termine le programme ou le thread, et le système ferme ses sockets. Si elle est attrapée trop loin, la boucle est finie aussi : l’erreur est bien signalée, mais plus rien n’est calculé ensuite.
    .hint = Lisez quelle exception arrive : ZeroDivisionError, SyntaxError et NameError n’ont en commun qu’une classe mère, et en prévoir une n’attrape pas les autres. Cherchez ensuite où elle est attrapée : autour du calcul d’une expression, ou autour de la boucle entière ?
    .lesson = L’erreur d’une expression ne doit coûter que cette expression.

calc-runs-arbitrary-code = Un client peut faire exécuter n’importe quel code par votre serveur.
    .why = Pour eval(), « 3*5+1 » et « supprime tous mes fichiers » sont de même nature : du Python, exécuté avec vos droits. Ici, ce que le client a envoyé a vraiment créé un fichier ou mis fin au serveur. Interdire quelques mots ou retirer les fonctions de base ne suffit pas : de n’importe quelle valeur, même (), on remonte à sa classe, puis à toutes les autres, puis au système.
    .hint = Ne cherchez pas la liste de ce qui est dangereux, elle n’a pas de fin ; écrivez la liste de ce qu’une calculatrice admet : des nombres, quelques opérateurs, des parenthèses. Regardez ce que le module ast donne d’une expression sans l’exécuter, ou écrivez vous-même la lecture de l’expression.
    .lesson = Ce qui vient du réseau est une donnée, jamais du code.

calc-never-returns = Une expression occupe votre serveur pour toujours.
    .why = Quelques caractères suffisent à demander un calcul de plusieurs siècles : 9**9**9 a 369 millions de chiffres, et une boucle peut n’avoir pas de fin. Aucune exception n’arrive, donc rien n’est attrapé ; pendant ce temps un cœur est pris, et l’expression suivante attend.
    .hint = L’analyse d’une expression est bornée par sa longueur, pas la valeur d’une puissance. Demandez-vous ce que l’on peut savoir d’un calcul avant de le faire (la taille des opérandes, celle du résultat), ou comment abandonner un calcul qui a assez duré.
    .lesson = Qui calcule pour des inconnus fixe une limite au calcul.

calc-exhausts-memory = Une expression qui demande trop de mémoire arrête votre serveur.
    .why = Répéter un texte ou une liste dix milliards de fois s’écrit en une dizaine de caractères et demande des gigaoctets. Quand le système les refuse, Python lève MemoryError, qui n’est ni une erreur de syntaxe ni une erreur de calcul : si elle n’est pas prévue, le programme s’arrête. Sans limite, c’est le système qui tue le processus.
    .hint = Une calculatrice a-t-elle besoin de textes et de listes ? Regardez quels types de valeurs votre serveur admet, et quelles exceptions il attrape autour du calcul.
    .lesson = La mémoire est une ressource que le client ne doit pas pouvoir commander.
