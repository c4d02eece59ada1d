/** The mark: strata, displaced along a fault. */
export function Logo({ className = "size-6" }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#3b46c4" />
      <path d="M6 9h9l-2.4 6H6zM6 18h5.4l-2 5H6z" fill="#fff" />
      <path d="M19.6 13H26v6h-8.8zM16 22h10v5H14z" fill="#b9c2ff" />
    </svg>
  );
}
