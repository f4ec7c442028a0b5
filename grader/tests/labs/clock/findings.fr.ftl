clock-not-a-time = La réponse de votre serveur n’est pas une heure.
    .why = Le client lit une ligne HH:MM:SS : deux chiffres à chaque fois, et une fin de ligne.
    .hint = Affichez votre réponse avec repr() avant de l’envoyer.
    .lesson = Un format se respecte à l’octet près.

clock-one-shot = Votre serveur ne répond qu’une fois.
    .why = Après la première réponse, il ferme la connexion : la demande suivante reste sans réponse.
    .hint = Où recommence la lecture d’une demande, une fois la réponse envoyée ?
    .lesson = Une connexion peut servir à plusieurs échanges.
