"""What Airflow needs to know of the platform: assets, defaults, tasks, and a local installation.

Only this package and ``dags/`` import Airflow. The five stages know nothing of it.
"""
