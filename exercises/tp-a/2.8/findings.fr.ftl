### Constats de l’étape 2.8, en français : une liste commune à tous les clients.

list-not-readable = La liste partagée ne peut pas être relue de l’extérieur.
    .why = Ni une commande, ni les réponses, ni un fichier, ni le terminal ne montrent tout ce que la liste contient. Les réponses sont arrivées, mais personne ne peut dire si chaque message y est, une fois et entier.
    .hint = C’est signalé sans coûter de point. Une commande qui renvoie la liste, ou le nombre de messages dans la réponse, vous permettrait de vérifier vous-même ce que font vos threads.
    .lesson = Ce qui ne se voit pas ne peut pas être vérifié.

list-not-shared = Les messages d’un client ne sont pas dans la liste que voit un autre.
    .why = Une variable créée dans la fonction d’un thread, ou dans un objet fait pour chaque client, existe une fois par client : chacun remplit la sienne. Un processus par client (fork, multiprocessing) donne la même chose, car chaque processus a sa propre copie de la mémoire.
    .hint = Cherchez l’endroit où la liste est créée et comptez combien de fois il s’exécute quand trois clients se connectent. Qui d’autre que ce thread peut l’atteindre ?
    .lesson = Partagé veut dire : un seul objet, connu de tous.

list-totals-broken = Les nombres de messages annoncés ne se suivent pas.
    .why = Si chaque ajout augmente le total de un, deux réponses ne peuvent pas donner le même nombre, ni en sauter un. C’est pourtant ce qui arrive quand un autre thread passe entre l’ajout et la lecture du total, ou entre la lecture d’un compteur et son écriture.
    .hint = Regardez d’où vient le nombre envoyé : est-il lu pendant que l’ajout est encore protégé, ou après ? Et que peut faire un autre thread entre les deux ?
    .lesson = Ajouter puis compter forme une seule opération, sous le même verrou.

list-reading-blocks-writing = Quand un client relit la liste, les autres ne sont plus servis.
    .why = Un verrou pris et jamais rendu arrête tous ceux qui le demandent ensuite. Cela arrive quand un chemin de la fonction (return, continue, exception) passe à côté de release(), ou quand un thread reprend un Lock qu’il tient déjà.
    .hint = Voyez dans les preuves quels threads attendent et dans quel appel. Puis suivez le chemin de la commande qui relit : à chaque sortie possible, le verrou est-il rendu ? La documentation de with et de Lock vous aidera.
    .lesson = Tout verrou pris doit être rendu, quel que soit le chemin.
