include "./cap.pl"
rule right { deny if args.r > cap }
