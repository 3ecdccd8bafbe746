# Guards are laid out like tools.
default deny
guard   *   {   limit 60   per minute }
guard every   write , create_* , delete_*   # those that change something
{ # first
  require args.namespace in ["acme","acme-staging"] because "Ours only."   # why
    # last
}
allow a
guard "a very long name of a tool, with blanks in it", "another very long name of a tool", create_refund { deny if args.x exists }
guard a {}
