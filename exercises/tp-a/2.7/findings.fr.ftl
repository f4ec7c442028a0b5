### Constats de l’étape 2.7 et des suivantes, en français : plusieurs clients à la fois.

server-serves-one-at-a-time = Votre serveur ne sert qu’un client à la fois.
    .why = Le second client est connecté : le système a établi la connexion et garde ses octets. Mais aucun thread ne s’occupe de lui, car celui qui appelle accept() est retenu par le premier : dans son recv(), dans un join(), ou parce que la fonction de service a été appelée sur place au lieu d’être confiée à un thread.
    .hint = Voyez dans les preuves dans quel appel le serveur attend, et sur quelle connexion. Puis suivez la boucle d’accept() ligne par ligne : entre deux accept(), y a-t-il une instruction qui attend le client ? Regardez aussi ce qui est donné au thread : la fonction, ou le résultat de son appel ?
    .lesson = La boucle d’accept() ne doit jamais attendre un client.

server-mixes-clients = Votre serveur perd un client dès qu’un autre se connecte.
    .why = Le premier client était servi, puis un autre est arrivé, et la réponse due au premier ne lui parvient plus. Une variable globale (la socket, le pseudo) est commune à tous les threads : chaque nouvelle connexion l’écrase, et les threads plus anciens lisent ou répondent alors sur la socket du dernier venu.
    .hint = Pour chaque variable dont se sert la fonction de service, demandez-vous à qui elle est : à ce client, ou à tous ? Ce qui est propre à un client arrive par les arguments du thread.
    .lesson = Ce qui appartient à un client reste dans les variables locales de son thread.

server-fin-disturbs-others = Quand un client dit au revoir, votre serveur interrompt aussi les autres.
    .why = Le premier client a demandé la fin et l’a obtenue ; celui qui n’avait rien demandé n’est plus servi. Ce qui s’exécute à ce moment-là touche plus qu’un client : arrêt du programme entier, socket d’un autre fermée, boucle commune quittée.
    .hint = Lisez chaque instruction exécutée à la réception du message de fin et dites pour chacune qui elle concerne : ce client, ou le serveur ? Regardez aussi quelle socket est fermée.
    .lesson = La fin d’une conversation ne concerne que ses deux bouts.

server-client-kills-others = Le départ brutal d’un client empêche votre serveur de servir les autres.
    .why = Un client qui disparaît se voit à un recv() vide ; s’il coupe (RST), recv() ou l’envoi lève ConnectionResetError ou BrokenPipeError. Si ce cas n’est pas traité là où ce client est servi, il atteint ce qui est commun : la boucle qui sert tout le monde, la liste des connectés où le disparu reste inscrit, le thread d’un autre qui lui envoyait quelque chose.
    .hint = Lisez le message d’erreur du serveur, s’il y en a un : quel client était concerné, et quel thread a reçu l’exception ? Cherchez où un client parti est oublié, et ce que fait une boucle d’envoi quand un seul des destinataires manque.
    .lesson = L’erreur d’un client s’arrête au thread de ce client.

server-slow-client-blocks-others = Un client qui ne lit plus ses réponses bloque votre serveur pour tous.
    .why = Quand un client ne lit pas, ses tampons se remplissent et l’envoi vers lui attend, comme un recv(). Si cet envoi est fait par le seul thread qui sert tout le monde, ou sous un verrou que les autres veulent prendre, plus personne n’avance.
    .hint = Voyez dans les preuves sur quelle connexion le serveur attend dans son envoi, et qui d’autre a besoin de ce thread ou du verrou qu’il tient à ce moment-là.
    .lesson = Un envoi peut attendre autant qu’une réception.

server-limits-clients = Votre serveur ne sert pas tous les clients connectés en même temps.
    .why = Les connexions sont établies, mais au-delà d’un certain nombre plus personne ne répond tant qu’un autre client n’est pas parti. Un groupe de threads de taille fixe donne cela : un client le garde toute sa conversation, et les suivants attendent dans une file que l’un des threads se libère.
    .hint = Comptez les clients servis avant le premier oublié, dans le schéma de l’échange, et cherchez ce nombre dans votre programme ou dans la documentation de ce que vous utilisez (valeur par défaut du nombre de threads, argument, compteur).
    .lesson = Un client connecté occupe un thread tout le temps qu’il se tait.

server-relays-only = Votre serveur transmet le message aux autres, mais ne le renvoie pas à son auteur.
    .why = L’étape demande un écho en parallèle : chaque client reçoit son propre message, qu’il soit seul ou non. Ici les autres clients le reçoivent et l’auteur n’a rien ; un client seul n’aurait donc jamais de réponse.
    .hint = Cherchez dans la boucle d’envoi la condition qui écarte l’auteur, et relisez ce que l’énoncé demande de renvoyer, et à qui.
    .lesson = Un écho répond à celui qui parle ; une diffusion est autre chose.

server-thread-error = Un client qui disparaît laisse une erreur dans le terminal de votre serveur.
    .why = L’exception n’est attrapée par personne : elle termine le thread de ce client et s’affiche. Les autres threads continuent, mais la suite de la fonction n’est pas exécutée : la socket n’est pas fermée, le client n’est pas retiré des listes.
    .hint = C’est signalé sans coûter de point. Lisez la dernière ligne de la trace et celle de votre fichier, et demandez-vous ce que ce thread aurait encore dû faire avant de finir.
    .lesson = Un thread qui meurt d’une exception ne range rien derrière lui.
