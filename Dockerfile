# One image for every service of docker-compose.yml: Airflow, the package, the DAGs and the dbt project.
# Nothing is fetched but what the lock files name, each with its hash.

FROM python:3.11-slim-bookworm AS build
WORKDIR /opt/majorprojects
COPY requirements-bootstrap.lock requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements-bootstrap.lock \
    && .venv/bin/uv pip sync --no-cache --require-hashes --compile-bytecode requirements-bootstrap.lock requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY include include
COPY dags dags
COPY dbt_project dbt_project
# Editable: templates, seeds and the dbt project are found beside the package, here as in a checkout.
RUN .venv/bin/uv pip install --no-cache --no-deps --no-build-isolation --compile-bytecode --editable .

FROM python:3.11-slim-bookworm
RUN useradd --uid 1000 --create-home majorprojects \
    && install --directory --owner majorprojects --group majorprojects /var/lib/majorprojects
COPY --from=build /opt/majorprojects /opt/majorprojects
ENV PATH=/opt/majorprojects/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MP_HOME=/var/lib/majorprojects \
    AIRFLOW_HOME=/var/lib/majorprojects/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/majorprojects/dags \
    AIRFLOW__CORE__DEFAULT_TIMEZONE=Asia/Shanghai \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    GX_ANALYTICS_ENABLED=false \
    DBT_SEND_ANONYMOUS_USAGE_STATS=false
USER majorprojects
WORKDIR /var/lib/majorprojects
CMD ["majorprojects", "status"]
