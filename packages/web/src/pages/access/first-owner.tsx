import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { invitePerson } from "../../api/people.js";
import { useWords } from "../../i18n/i18n.js";

/** Who has the master key makes themselves an account: an invite for everything, opened at once. */
export function FirstOwner() {
  const { access } = useWords();
  const words = access.people;
  const router = useRouter();
  const making = useMutation({
    mutationFn: () => invitePerson({ role: "owner" }),
    onSuccess: ({ url }) => router.navigate({ to: "/invite", hash: new URL(url).hash.slice(1) }),
  });
  return (
    <div className="flex flex-wrap items-center gap-3 bg-good-wash px-4 py-3 text-sm">
      <p className="min-w-0 flex-1 basis-64">
        <span className="block font-medium">{words.firstTitle}</span>
        {words.first}
        {making.error && (
          <span role="alert" className="block text-bad">
            {making.error.message}
          </span>
        )}
      </p>
      <button
        type="button"
        className="button button-main"
        disabled={making.isPending}
        onClick={() => making.mutate()}
      >
        {words.makeFirst}
      </button>
    </div>
  );
}
