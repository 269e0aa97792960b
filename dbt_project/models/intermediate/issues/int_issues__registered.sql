with int_issues__registered as (
    {{ register(
        'issues',
        key='unit_code, issue_id',
        required=['issue_id', 'project_code', 'description', 'raised_on', 'due_on', 'status'],
        optional={
            'category': 'string', 'measure': 'string', 'responsible_unit': 'string', 'closed_on': 'date',
        },
    ) }}
)

select * from int_issues__registered
