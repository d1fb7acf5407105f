"""Airflow 3 DAGs for flight delays: spark-submit scores every night and trains every Sunday.

For Airflow 3 with the provider apache-airflow-providers-apache-spark. Settings:

- the connection `spark_default`: the master, and the deploy mode if it is not client;
- the environment variable ALMANAC_HOME of scheduler and workers: the folder (the same on both) that
  contains almanac.jar, conf/ and jobs/; default /opt/almanac. conf/almanac.conf sets registry and
  warehouse: on a cluster, a store that every node can access.

The run date is always explicit. With CronTriggerTimetable the logical date of a run is the time it is
due, so its date in UTC means the same under Airflow 2 and 3, in a backfill and in a cleared run. (With
a plain cron string, the meaning of {{ ds }} differs between the two.) A run without a logical date,
such as one started by an asset, needs the parameter run_date; without it Almanac ends with exit code 2
and does not guess.

Retries are safe. The forecasts of a date appear in one commit that replaces that date and no other, so
a second try after a lost response leaves the same table. Any exit code but 0 fails the task. Retrying
does not resolve 3 (config), 4 (data) and 5 (refused: the last forecasts remain); it may resolve 7
(another system).
"""

import os
import re
from datetime import datetime, timedelta, timezone

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, Param
from airflow.timetables.trigger import CronTriggerTimetable

HOME = os.environ.get("ALMANAC_HOME", "/opt/almanac")
JOB = f"{HOME}/jobs/flight-delay.conf"

RUN_DATE = "{{ params.run_date or (dag_run.logical_date | ds) }}"


def as_run_id(text):
    """Airflow's name of a run and try as an Almanac run id: a-z 0-9 . _ -, at most 100."""
    return re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-_")[-100:].lstrip("-_")


def submit(command):
    """One Almanac command as one spark-submit of the jar."""
    return SparkSubmitOperator(
        task_id=command,
        conn_id="spark_default",
        name="almanac-{{ dag.dag_id }}-" + command + "-" + RUN_DATE,
        application=f"{HOME}/almanac.jar",
        java_class="dev.almanac.app.Main",
        application_args=[
            command,
            JOB,
            "--run-date",
            RUN_DATE,
            # links the forecast rows, the ledger and the manifest to this try
            "--run-id",
            "{{ (dag_run.run_id ~ '-try' ~ ti.try_number) | as_run_id }}",
            "--json",
        ],
        env_vars={"ALMANAC_HOME": HOME},
        conf={
            # the scheduler retries; a second driver attempt by the cluster would compete with it
            "spark.yarn.maxAppAttempts": "1",
        },
        driver_memory="3g",
        executor_memory="2g",
        retries=2,
        retry_delay=timedelta(minutes=10),
        execution_timeout=timedelta(hours=3),
    )


def dag(dag_id, cron, command, description):
    with DAG(
        dag_id=dag_id,
        description=description,
        schedule=CronTriggerTimetable(cron, timezone="UTC"),
        start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
        catchup=False,
        # two dates of one job would compete for the cluster
        max_active_runs=1,
        params={
            "run_date": Param(
                None,
                type=["null", "string"],
                format="date",
                description="The run date; default: the run's logical date in UTC.",
            )
        },
        user_defined_filters={"as_run_id": as_run_id},
        tags=["almanac"],
    ) as made:
        submit(command)
    return made


score = dag(
    "almanac_flight_delay",
    "10 2 * * *",
    "score",
    "Forecasts of flight delays, every night.",
)
train = dag(
    "almanac_flight_delay_train",
    "10 1 * * 0",
    "train",
    "Trains a model of flight delays, every Sunday; the gate decides whether it becomes champion.",
)
