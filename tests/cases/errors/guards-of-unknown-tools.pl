# Without a catalog, a guard's pattern covers the names that can be called; a clause is not added where no argument is known.
default deny
allow a
deny b
guard b*, a* { require args.x exists }
guard every read { require args.x exists }
guard a { require args.x > 5 require args.x matches "x" }
guard a: read { deny }
