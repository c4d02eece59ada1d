import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmByTyping } from "./confirm-by-typing.js";

interface RevocationProps {
  readonly title: string;
  readonly text: string;
  /** What has to be typed. */
  readonly word: string;
  readonly submit: string;
  readonly revoke: () => Promise<unknown>;
  /** What the pages know that is different afterwards. */
  readonly changes: readonly string[];
  readonly onClose: () => void;
}

/** Asks before something is revoked, revokes it, and asks anew for what that changes. */
export function Revocation({ revoke, changes, onClose, ...texts }: RevocationProps) {
  const client = useQueryClient();
  const revocation = useMutation({
    mutationFn: revoke,
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: changes });
    },
  });
  return (
    <ConfirmByTyping
      {...texts}
      isBusy={revocation.isPending}
      error={revocation.error?.message}
      onConfirm={revocation.mutate}
      onClose={onClose}
    />
  );
}
