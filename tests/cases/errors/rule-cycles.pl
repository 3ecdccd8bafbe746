# For a cycle of rules, the `apply` that leads back is reported once, and nothing in the tools.
default deny
rule a { apply b }
rule b { apply c apply a }
rule c { apply a apply a }
rule self { apply self limit 1 per minute }
rule into { apply a }
tool t { apply a }
tool u { apply into apply self }
