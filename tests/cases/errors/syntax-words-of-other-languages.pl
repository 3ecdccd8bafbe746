# `&&`, `||`, `!`, `=`, `;` and the quotes of other languages each have a help.
default deny
tool create_refund: financial {
  deny if args.a == 1 && args.b == 2
  deny if args.a == 1 || args.b == 2
  deny if !args.a exists
  deny if args.a = 1
  deny if args.a == 'x'
  limit 5 per minute;
}
