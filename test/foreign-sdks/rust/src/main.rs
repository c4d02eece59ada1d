mod shop;

use opentelemetry::trace::{Span, Tracer, TracerProvider};
use opentelemetry::KeyValue;
use opentelemetry_otlp::{WithExportConfig, WithHttpConfig};
use std::backtrace::Backtrace;
use std::collections::HashMap;
use std::env::var;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("sentry") => by_sentry(),
        Some("opentelemetry") => by_opentelemetry(),
        other => panic!("no such SDK: {other:?}"),
    }
}

fn setting(name: &str) -> String {
    var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

fn by_sentry() {
    let with_key = format!("://{}@", setting("FL_KEY"));
    let dsn = format!("{}/{}", setting("FL_URL").replacen("://", &with_key, 1), setting("FL_NUMBER"));
    let mut options = sentry::ClientOptions::default();
    options.release = Some("shop@1.4.0".into());
    options.environment = Some("staging".into());
    options.attach_stacktrace = true;
    let _ends_last = sentry::init((dsn, options));
    shop::run(|error| {
        sentry::integrations::anyhow::capture_anyhow(error);
    });
}

/// As its conventions for exceptions say: type, message and the stack as the language writes it.
fn by_opentelemetry() {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_endpoint(format!("{}/v1/traces", setting("FL_URL")))
        .with_headers(HashMap::from([("x-api-key".to_string(), setting("FL_KEY"))]))
        .build()
        .expect("an exporter");
    let resource = opentelemetry_sdk::Resource::builder()
        .with_service_name("shop")
        .with_attribute(KeyValue::new("service.version", "shop@1.4.0"))
        .with_attribute(KeyValue::new("deployment.environment.name", "staging"))
        .build();
    let provider = opentelemetry_sdk::trace::SdkTracerProvider::builder()
        .with_simple_exporter(exporter)
        .with_resource(resource)
        .build();
    let tracer = provider.tracer("shop");
    let of_panics = provider.tracer("shop");
    std::panic::set_hook(Box::new(move |info| {
        let message = info.payload_as_str().unwrap_or_default().to_string();
        record(&of_panics, "panic", message, Backtrace::force_capture().to_string());
    }));
    shop::run(|error| {
        let mut span = tracer.start("POST /pay");
        span.add_event("exception", vec![
            KeyValue::new("exception.message", error.to_string()),
            KeyValue::new("exception.stacktrace", format!("{error:?}")),
        ]);
        span.end();
    });
    let _ = provider.shutdown();
}

fn record(tracer: &impl Tracer, class: &'static str, message: String, stack: String) {
    let mut span = tracer.start("guard");
    let with = |name: &'static str, value: String| KeyValue::new(name, value);
    span.add_event("exception", vec![
        KeyValue::new("exception.type", class),
        with("exception.message", message),
        with("exception.stacktrace", stack),
    ]);
    span.end();
}
