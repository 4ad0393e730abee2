"""Prints the job that Beam's official Python client describes for a pipeline of any SDK.

Usage: describe_dataflow_job.py PIPELINE_PROTO_FILE [--option=value ...]
The options must name a template_location: what would be written there is printed as JSON.
"""

import sys

from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.portability.api import beam_runner_api_pb2
from apache_beam.runners.dataflow.dataflow_runner import DataflowRunner
from apache_beam.runners.dataflow.internal import apiclient


def describe(pipeline_file, flags):
    """The job's description, as the bytes that the client would put into Cloud Storage."""
    with open(pipeline_file, "rb") as file:
        pipeline = beam_runner_api_pb2.Pipeline.FromString(file.read())
    staged = {}

    def stage(_client, _folder, name, content, *_args, **_kwargs):
        staged[name] = content.read()

    apiclient.DataflowApplicationClient.stage_file_with_retry = stage
    # Without credentials the client makes no call.
    options = PipelineOptions(flags, no_auth=True)
    DataflowRunner().run_pipeline(None, options, pipeline)
    return staged["template"]


if __name__ == "__main__":
    sys.stdout.buffer.write(describe(sys.argv[1], sys.argv[2:]))
