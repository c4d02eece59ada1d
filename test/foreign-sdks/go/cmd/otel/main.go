package main

import (
	"context"
	"os"

	"example.com/shop/shop"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

var tracer trace.Tracer

func capture(err error) {
	_, span := tracer.Start(context.Background(), "POST /pay")
	span.RecordError(err, trace.WithStackTrace(true))
	span.End()
}

func guard(f func()) {
	defer func() { _ = recover() }()
	_, span := tracer.Start(context.Background(), "guard")
	defer span.End(trace.WithStackTrace(true))
	f()
}

func main() {
	ctx := context.Background()
	exporter, err := otlptracehttp.New(ctx,
		otlptracehttp.WithEndpointURL(os.Getenv("FL_URL")+"/v1/traces"),
		otlptracehttp.WithHeaders(map[string]string{"x-api-key": os.Getenv("FL_KEY")}))
	if err != nil {
		panic(err)
	}
	named := resource.NewSchemaless(
		attribute.String("service.name", "shop"),
		attribute.String("service.version", "shop@1.4.0"),
		attribute.String("deployment.environment.name", "staging"),
		attribute.String("telemetry.sdk.language", "go"))
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter), sdktrace.WithResource(named))
	tracer = provider.Tracer("shop")
	shop.Report = capture
	shop.Run(guard)
	_ = provider.Shutdown(ctx)
}
