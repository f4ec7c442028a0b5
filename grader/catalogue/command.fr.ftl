doctor-namespaces-work = ✓ Espaces de noms : chaque scénario se joue dans un monde réseau privé.
doctor-namespaces-refused = ✗ Espaces de noms refusés sur cette machine : { $why }
doctor-setting = {"  "}{ $file } vaut { $value } ; pour autoriser : { $cure }
doctor-container = {"  "}Dans un conteneur, lancez-le avec : { $flags }
doctor-portable = {"  "}En attendant, les scénarios possibles se jouent sur la boucle locale ; les autres sont sautés, avec la raison.
doctor-tool = ✓ { $tool } : { $path }
doctor-no-tool = – { $tool } : absent (utile seulement aux programmes écrits dans ce langage)
doctor-labs = ✓ TP disponibles : { $labs }
