# A clause of a guard that no tool gets is reported at the clause, or at its `apply`; a guard that covers nothing callable at its first target.
default deny
catalog "guards.tools.json"
let ours = ["acme"]
rule copies { deny if args.bbc exists deny if args.ccc exists }
rule some { require args.to exists deny if args.ccc exists }
allow send_mail, archive
hide forward
guard * {
  require args.tto exists
  require args.to exists
  apply copies
  apply some
  deny if args.folder exists and args.subject exists
}
guard forward, every write { deny }
guard sned_mail { require args.tto exists }
guard no_* { require args.tto exists }
