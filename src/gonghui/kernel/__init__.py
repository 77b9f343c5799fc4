"""The kernel knows Django and knows no union: workflows, rules, figures, days, numbers and pages. It owns no tables."""
