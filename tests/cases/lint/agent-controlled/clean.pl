# A switch that is not required, another role, and a `deny if`.
default deny

tool delete_branch: destructive {
  require args.confirmed == false because "Leave confirmed unset."
  require args.role == "reader" because "Add readers only."
  deny if args.user_role == "admin" because "No admins."
}
tool delete_tag: destructive {
  require args.created_by in ["anna", "ben"] because "Of Anna and Ben."
  deny if args.verified == true because "Leave it out."
}
