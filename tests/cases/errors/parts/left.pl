include "cap.pl"
rule left { deny if args.l > cap }
