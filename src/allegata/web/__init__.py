"""What people see of a casebook: plain words for values, views of records, and the static report."""
