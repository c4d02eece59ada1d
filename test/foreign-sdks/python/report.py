"""Reports five failures with the SDK named as the first argument. FL_URL, FL_KEY and FL_NUMBER say where to."""

import os
import sys
from pathlib import Path

from shop import checkout

URL, KEY, NUMBER = os.environ["FL_URL"], os.environ["FL_KEY"], os.environ["FL_NUMBER"]
ROOT = str(Path(__file__).parent)
RELEASE, STAGE = "shop@1.4.0", "staging"


def sentry():
    import sentry_sdk

    sentry_sdk.init(
        dsn=URL.replace("://", f"://{KEY}@") + "/" + NUMBER, release=RELEASE, environment=STAGE, traces_sample_rate=0
    )
    return sentry_sdk.capture_exception, sentry_sdk.flush


def rollbar():
    import rollbar as sdk

    sdk.init(KEY, STAGE, endpoint=URL + "/api/1/", code_version=RELEASE, handler="blocking", root=ROOT)
    return (lambda error: sdk.report_exc_info(sys.exc_info())), None


def bugsnag():
    import bugsnag as sdk

    sdk.configure(
        api_key=KEY,
        endpoint=URL + "/notify",
        session_endpoint=URL + "/sessions",
        app_version=RELEASE,
        release_stage=STAGE,
        project_root=ROOT,
        asynchronous=False,
    )
    return sdk.notify, None


def honeybadger():
    from honeybadger import honeybadger as sdk

    sdk.configure(
        api_key=KEY,
        endpoint=URL,
        environment=STAGE,
        revision=RELEASE,
        project_root=ROOT,
        report_local_variables=True,
        force_sync=True,
        force_report_data=True,
    )
    return sdk.notify, None


def pybrake():
    import pybrake as package

    notifier = package.Notifier(
        project_id=int(NUMBER),
        project_key=KEY,
        host=URL,
        environment=STAGE,
        revision=RELEASE,
        root_directory=ROOT,
        remote_config=False,
        performance_stats=False,
    )
    return notifier.notify_sync, None


def raygun():
    from raygun4py import raygunprovider

    sender = raygunprovider.RaygunSender(KEY, config={"transmit_local_variables": True})
    scheme, host = URL.split("://")
    sender.endpointprotocol, sender.endpointhost = scheme + "://", host
    sender.set_version(RELEASE)
    return (lambda error: sender.send_exception(exception=error, exc_info=sys.exc_info())), None


def opentelemetry():
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    resource = Resource.create({"service.name": "shop", "service.version": RELEASE, "deployment.environment.name": STAGE})
    provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(endpoint=URL + "/v1/traces", headers={"x-api-key": KEY})
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("shop")

    def report(error):
        with tracer.start_as_current_span("GET /cart") as span:
            span.record_exception(error)

    return report, provider.shutdown


FAILURES = [checkout.check_out, checkout.open_order, checkout.open_invoice, checkout.pay, checkout.several]

report, end = globals()[sys.argv[1]]()
for failure in FAILURES:
    try:
        failure(4711)
    except Exception as error:
        report(error)
if end:
    end()
