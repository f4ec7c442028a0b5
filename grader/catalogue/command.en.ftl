doctor-namespaces-work = ✓ Namespaces: every scenario plays in a private network world.
doctor-namespaces-refused = ✗ Namespaces are refused on this machine: { $why }
doctor-setting = {"  "}{ $file } is { $value }; to allow them: { $cure }
doctor-container = {"  "}In a container, start it with: { $flags }
doctor-portable = {"  "}Until then, the scenarios that can be are played on the loopback; the others are skipped, with the reason.
doctor-tool = ✓ { $tool }: { $path }
doctor-no-tool = – { $tool }: absent (only needed by programs written in that language)
doctor-labs = ✓ Labs at hand: { $labs }
